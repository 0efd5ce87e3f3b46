#include "conversation/canned.hpp"

#include "conversation/canned_store.hpp"
#include "db/journal.hpp"

namespace chatd::conversation {

void CannedResponses::declare(api::Api& api) {
    api.operation("chat:use_canned_response", *this, &CannedResponses::use)
        .says("Send a canned response. A variable without a value is an error that names it, and nothing is sent.")
        .allow(api::staff)
        .limit(api::per_identity(messages_.sending_rate()))
        .own_key()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/use-canned-response", 201);
}

Task<messages::Sent> CannedResponses::use(Call& call, UseCanned request) {
    const auto& caller = call.caller();
    if (request.canned_response_id.has_value() == request.shortcode.has_value())
        throw invalid("canned_response_id", "or a shortcode is required, and not both");
    messages::Send message;
    message.channel_id = request.channel_id;
    for (const auto& [name, value] : request.variables) messages_.check_length(value, ("variables." + name).c_str());
    message.client_id = std::exchange(request.client_id, std::nullopt);
    const auto asked = db::body_hash(sparse_json(request));
    // Asked again, it says what it said then, whatever has become of the response and its variables.
    const bool known = co_await messages_.has_key(caller, request.channel_id, message.client_id);
    if (!known) message.content = co_await database_.read(store::canned_text, livechat::store::actor_of(caller), std::move(request), messages_.bytes_max());
    auto sent = co_await messages_.post(call, std::move(message), nullptr, asked);
    co_return sent;
}

}  // namespace chatd::conversation
