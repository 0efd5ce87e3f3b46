// Chat configs (SPEC 19.16): what a widget connects with. There are few, so all are kept in memory and read again when one changed.
// Owned by Accounts; chat thread, except origin_allowed().
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/describe.hpp"
#include "chatd/task.hpp"
#include "db/database.hpp"

namespace chatd::accounts {

enum class ConfigStatus : std::uint8_t { active, inactive };
constexpr auto names_of(ConfigStatus) { return std::array<std::string_view, 2>{"active", "inactive"}; }
enum class AfterHours : std::uint8_t { refuse, callback, ai };
constexpr auto names_of(AfterHours) { return std::array<std::string_view, 3>{"refuse", "callback", "ai"}; }
enum class IdentityMode : std::uint8_t { anonymous, verified_if_present, verified_only };
constexpr auto names_of(IdentityMode) { return std::array<std::string_view, 3>{"anonymous", "verified_if_present", "verified_only"}; }

struct ChatConfig {
    TenantId tenant;
    ChatConfigId id;
    std::string public_id, name;
    ConfigStatus status = ConfigStatus::active;
    std::optional<TeamId> team;
    JsonObject data;                       ///< ai, assistants, appearance, prechat_form, languages
    AfterHours after_hours = AfterHours::callback;
    std::vector<std::string> allowed_origins;  ///< none: only the daemon's own
    IdentityMode identity_mode = IdentityMode::verified_if_present;
    std::optional<std::string> identity_secret;
    bool active() const { return status == ConfigStatus::active; }
    static constexpr auto fields = describe(
        field(&ChatConfig::tenant, "tenant_id", ""), field(&ChatConfig::id, "id", ""), field(&ChatConfig::public_id, "public_id", ""),
        field(&ChatConfig::name, "name", ""), field(&ChatConfig::status, "status", ""), field(&ChatConfig::team, "team_id", ""),
        field(&ChatConfig::data, "data", ""), field(&ChatConfig::after_hours, "after_hours", ""),
        field(&ChatConfig::allowed_origins, "allowed_origins", ""), field(&ChatConfig::identity_mode, "identity_mode", ""),
        field(&ChatConfig::identity_secret, "identity_secret", ""));
};
using ChatConfigPtr = std::shared_ptr<const ChatConfig>;

class ChatConfigs {
public:
    explicit ChatConfigs(db::Database& database) : database_(database) {}

    /// Reads all if one changed. At start, every few seconds, and after each change made here.
    Task<> refresh();

    /// Null if there is none. One that was made a moment ago by the command line is found too.
    Task<ChatConfigPtr> find(std::string public_id);
    /// Of that tenant, else null; as of the last refresh.
    ChatConfigPtr find(TenantId tenant, ChatConfigId id) const;

    /// Whether a page of this origin may talk to the daemon at all (CORS, upgrades): some active config allows it. Exact match;
    /// `null` never. The daemon's own origin is not judged here. Any thread.
    bool origin_allowed(std::string_view origin) const;
    /// Whether a widget on a page of this origin may use this config.
    static bool origin_allowed(const ChatConfig& config, std::string_view origin);

private:
    using Origins = std::set<std::string, std::less<>>;
    db::Database& database_;
    std::string version_;
    std::map<std::string, ChatConfigPtr, std::less<>> by_public_id_;
    std::map<ChatConfigId, ChatConfigPtr> by_id_;
    std::atomic<std::shared_ptr<const Origins>> origins_{std::make_shared<const Origins>()};
};

/// `https://portal.example:8443`: scheme and host in lower case, no path. Throws `invalid` for anything else.
void check_origin(const std::string& origin);

}  // namespace chatd::accounts
