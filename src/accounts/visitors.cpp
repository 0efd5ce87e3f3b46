#include "accounts/visitors.hpp"

#include <nlohmann/json.hpp>

#include "accounts/identity.hpp"
#include "chatd/error.hpp"
#include "hours/store.hpp"

namespace chatd::accounts {
using namespace std::chrono_literals;

void Visitors::declare(api::Api& api, Rate visiting) {
    api.operation("widget:get", *this, &Visitors::widget)
        .says("What a widget needs before a chat: appearance, form, languages, open or not.")
        .allow(api::anyone)
        .limit(api::per_address(Rate{60, 1min, 60}))
        .rest(api::get, "/api/widget/{config_id}");
    api.operation("widget:visitor", *this, &Visitors::add)
        .says("Become a visitor: a client user of one's own, or with a proven identity the one that the portal knows.")
        .allow(api::anyone)
        .limit(api::per_address(visiting))
        .repeatable("who is known is found again, and a visitor whom nobody became does nothing")
        .rest(api::post, "/api/widget/{config_id}/visitors", 201);
}

namespace {
std::optional<JsonText> part(const Json& settings, const char* key) {
    auto it = settings.find(key);
    if (it == settings.end() || it->is_null()) return {};
    return JsonText{it->dump()};
}
}  // namespace

Task<WidgetReply> Visitors::widget(Call&, WidgetRequest request) {
    auto config = co_await active(std::move(request.config_id));
    const auto settings = Json::parse(config->data.text);
    WidgetReply reply;
    reply.id = config->public_id;
    reply.name = config->name;
    reply.appearance = part(settings, "appearance");
    reply.prechat_form = part(settings, "prechat_form");
    reply.languages = part(settings, "languages");
    auto now = co_await database_.read(hours::store::now, config->tenant, std::optional(config->id), std::optional<TeamId>());
    reply.office_hours = std::move(now.hours);
    reply.open = now.opening.open;
    reply.next_open_at = now.opening.next_open_at;
    reply.closes_at = now.opening.closes_at;
    reply.after_hours = config->after_hours;
    reply.identity_mode = config->identity_mode;
    co_return reply;
}

Task<SignedIn> Visitors::add(Call& call, VisitorRequest request) {
    auto config = co_await active(std::move(request.config_id));
    store::Visitor visitor;
    visitor.external_id = proven_identity(*config, request.external_id, request.identity_hash);
    visitor.name = request.name.value_or("");
    visitor.email = request.email.value_or("");
    if (!visitor.email.empty() && visitor.email.find('@') == std::string::npos) throw invalid("email", "is no email address");
    auto user = co_await database_.run(store::visitor, config->tenant, visitor);
    if (!user) throw forbidden("This person cannot sign in by a widget.");
    auto out = co_await sign_ins_.begin(config->tenant, *user, call.remote);
    co_return out;
}

Task<ChatConfigPtr> Visitors::active(std::string config_id) {
    auto config = co_await configs_.find(std::move(config_id));
    if (!config || !config->active()) throw not_found("There is no such chat config.");
    co_return config;
}

std::string proven_identity(const ChatConfig& config, const std::optional<std::string>& external_id, const std::optional<std::string>& identity_hash) {
    if (identity_hash && !external_id) throw invalid("external_id", "is missing beside identity_hash");
    if (identity_hash && !identity_proven(config.identity_secret.value_or(""), *external_id, *identity_hash)) throw forbidden("The identity_hash is wrong.");
    if (config.identity_mode == IdentityMode::verified_only && !identity_hash) throw forbidden("This widget takes only visitors whose identity is proven.");
    if (config.identity_mode == IdentityMode::anonymous || !identity_hash) return {};
    return *external_id;
}

}  // namespace chatd::accounts
