#include "accounts/chat_configs.hpp"

#include <nlohmann/json.hpp>

#include "chatd/crypto.hpp"
#include "chatd/quantities.hpp"
#include "directory/directory.hpp"
#include "directory/store.hpp"
#include "hours/office_hours.hpp"

namespace chatd::directory {
namespace {

using accounts::AfterHours, accounts::ConfigStatus, accounts::IdentityMode;

struct Identity {
    IdentityMode mode = IdentityMode::verified_if_present;
    std::optional<std::string> secret;
    static constexpr auto fields = describe(
        field(&Identity::mode, "mode", "Whether visitors may, or must, prove who they are.").defaults(),
        field(&Identity::secret, "secret", "What the host page signs external ids with.", length(8, 1024)).write_only());
};

/// What may differ from the team's, the tenant's and the operator's times.
struct ChatSettings {
    std::optional<std::chrono::milliseconds> no_answer_after, abandon_after, auto_close, reopen_within;
    static constexpr auto fields = describe(
        field(&ChatSettings::no_answer_after, "no_answer_after", "When nobody has come for so long the client is asked whether to wait on. 0s: never.", range(0, 31'536'000)),
        field(&ChatSettings::abandon_after, "abandon_after", "A waiting client who is gone for so long has left. 0s: never.", range(0, 31'536'000)),
        field(&ChatSettings::auto_close, "auto_close", "A chat in which nothing is said for so long ends. 0s: never.", range(0, 31'536'000)),
        field(&ChatSettings::reopen_within, "reopen_within", "So long a client's message opens a chat that is over.", range(0, 31'536'000)));
};

struct ChatConfig {
    std::string id, name;
    ConfigStatus status = ConfigStatus::active;
    std::optional<TeamId> team_id;
    JsonObject data;
    std::optional<hours::OfficeHours> office_hours;
    AfterHours after_hours = AfterHours::callback;
    std::vector<std::string> allowed_origins;
    Identity identity;
    ChatSettings settings;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&ChatConfig::id, "id", "What a widget connects with: letters, digits, - and _. Chosen when it is made, else random.", length(1, 64)).defaults(),
        field(&ChatConfig::name, "name", "What it is called.", length(1, 200)),
        field(&ChatConfig::status, "status", "An inactive one takes no new visitors; running chats go on.").defaults(),
        field(&ChatConfig::team_id, "team_id", "The team that answers."),
        field(&ChatConfig::data, "data", "`appearance`, `prechat_form`, `languages`, `ai`, `assistants`.", length(0, 65536)).defaults(),
        field(&ChatConfig::office_hours, "office_hours", "When somebody answers; null: as the team says, else always."),
        field(&ChatConfig::after_hours, "after_hours", "What a visitor is offered outside them: `refuse` says when to come back, `callback` takes a message and a number, `ai` does the same where no AI agent answers.").defaults(),
        field(&ChatConfig::allowed_origins, "allowed_origins", "Pages that may carry the widget; none: only the daemon's own.", items(0, 100)).defaults(),
        field(&ChatConfig::identity, "identity", "How visitors are known.").defaults(),
        field(&ChatConfig::settings, "settings", "Times that differ from the team's.").defaults(),
        field(&ChatConfig::created_at, "created_at", "When it was made.").read_only(),
        field(&ChatConfig::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const ChatConfig& config) {
    constexpr auto allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (config.id.find_first_not_of(allowed) != std::string::npos) throw invalid("id", "is not made of letters, digits, - and _");
    if (config.office_hours) hours::check(*config.office_hours, "office_hours");
    for (const auto& origin : config.allowed_origins) accounts::check_origin(origin);
}

Task<Json> with_id(Json values) {
    if (values.contains("id") && values["id"] == "") values["id"] = random_string();
    co_return values;
}

}  // namespace

records::Kind chat_configs(accounts::ChatConfigs& configs) {
    return records::kind<ChatConfig>("chat-configs", "chat config")
        .in_table("chat_configs").identified_by("public_id").fixed({"id"})
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "public_id"}).filtered_by({"status", "team_id"})
        .spreads("identity")
        .prepared_by(with_id).judged_by(check).upheld_by(store::uphold_chat_config)
        .held_by("live_chat_sessions", "config_id")
        .followed_by([&configs](TenantId, std::int64_t) { return configs.refresh(); });
}

}  // namespace chatd::directory
