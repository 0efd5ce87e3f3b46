// Visitors: what a widget asks before anybody is signed in, and how a person on a portal page becomes a client user.
// Owned by Accounts; chat thread only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/chat_configs.hpp"
#include "accounts/sign_ins.hpp"
#include "api/api.hpp"
#include "hours/office_hours.hpp"

namespace chatd::accounts {

struct WidgetRequest {
    std::string config_id;
    static constexpr auto fields = describe(field(&WidgetRequest::config_id, "config_id", "The chat config's public id.", length(1, 64)).also("configId"));
};
struct WidgetReply {
    std::string id, name;
    std::optional<JsonText> appearance, prechat_form, languages;
    std::optional<hours::OfficeHours> office_hours;
    bool open = true;
    std::optional<Time> next_open_at, closes_at;
    AfterHours after_hours = AfterHours::callback;
    IdentityMode identity_mode = IdentityMode::anonymous;
    static constexpr auto fields = describe(
        field(&WidgetReply::id, "id", "The config's public id."), field(&WidgetReply::name, "name", "Of the service that answers."),
        field(&WidgetReply::appearance, "appearance", "Colours, texts, position: as the tenant has set them."),
        field(&WidgetReply::prechat_form, "prechat_form", "What to ask before a chat."),
        field(&WidgetReply::languages, "languages", "Codes that the tenant speaks."),
        field(&WidgetReply::office_hours, "office_hours", "The week and the time zone, of the config or else of its team; null: always open."),
        field(&WidgetReply::open, "open", "Whether somebody answers now."),
        field(&WidgetReply::next_open_at, "next_open_at", "When somebody will, if not now; null: not within a year."),
        field(&WidgetReply::closes_at, "closes_at", "Until when somebody does; null: for a week at least."),
        field(&WidgetReply::after_hours, "after_hours", "What happens to a chat when not open."),
        field(&WidgetReply::identity_mode, "identity_mode", "Whether a visitor's identity must be proven."));
};

struct VisitorRequest {
    std::string config_id;
    std::optional<std::string> name, email, external_id, identity_hash;
    static constexpr auto fields = describe(
        field(&VisitorRequest::config_id, "config_id", "The chat config's public id.", length(1, 64)).also("configId"),
        field(&VisitorRequest::name, "name", "What to call the visitor.", length(1, 200)),
        field(&VisitorRequest::email, "email", "Where to answer; not proven, never used to find anybody.", length(3, 254)),
        field(&VisitorRequest::external_id, "external_id", "The portal's own id of this person.", length(1, 200)),
        field(&VisitorRequest::identity_hash, "identity_hash", "Lower-case hex HMAC-SHA256 of external_id under the config's secret.", length(1, 128)));
};

class Visitors {
public:
    Visitors(db::Database& database, ChatConfigs& configs, SignIns& sign_ins) : database_(database), configs_(configs), sign_ins_(sign_ins) {}
    /// `visiting`: how many new visitors one address may make.
    void declare(api::Api& api, Rate visiting);

    Task<WidgetReply> widget(Call& call, WidgetRequest request);
    Task<SignedIn> add(Call& call, VisitorRequest request);

private:
    Task<ChatConfigPtr> active(std::string config_id);

    db::Database& database_;
    ChatConfigs& configs_;
    SignIns& sign_ins_;
};

/// The external id that is proven, or empty for an anonymous visitor. Throws `forbidden` for a wrong hash, and where the config
/// demands a proof that is missing; `invalid` for a hash without an id. Pure.
std::string proven_identity(const ChatConfig& config, const std::optional<std::string>& external_id, const std::optional<std::string>& identity_hash);

}  // namespace chatd::accounts
