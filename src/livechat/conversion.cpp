#include "livechat/conversion.hpp"

#include "api/once.hpp"
#include "livechat/conversion_store.hpp"
#include "tickets/tickets.hpp"

namespace chatd::livechat {

using store::actor_of;

void Conversion::declare(api::Api& api) {
    api.operation("chat:convert_to_ticket", *this, &Conversion::convert)
        .says("Make a ticket of a live chat, with the client and what was said. A chat becomes one ticket, however often one asks.")
        .allow(api::needs(Permission::tickets_write))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/convert-to-ticket");
    api.operation("chat:link_ticket", *this, &Conversion::link)
        .says("Say which ticket a live chat is about. Its log gets the transcript when the chat ends, or now if it has ended.")
        .allow(api::needs(Permission::tickets_write))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/link-ticket");
    api.announces<TicketLinked>();
}

Task<Ticketed> Conversion::convert(Call& call, ConvertToTicket request) {
    const auto author = records::author_of(call, "chat:convert_to_ticket");
    const auto made = co_await api::once(call, database_, store::convert, actor_of(call.caller()), author, std::move(request), forms_, store::Then::goes_on);
    co_await tell(call, made.change, made.ticket);
    co_return made.reply();
}

Task<Ticketed> Conversion::link(Call& call, LinkTicket request) {
    const auto author = records::author_of(call, "chat:link_ticket");
    const auto made = co_await api::once(call, database_, store::link, actor_of(call.caller()), author, request, forms_);
    co_await tell(call, made.change, made.ticket);
    co_return made.reply();
}

/// Of a chat that waits for another technician, those who could take it hear of it too.
Task<> Conversion::tell(Call& call, const Change& change, const tickets::Ticket& ticket) {
    const auto& caller = call.caller();
    co_await livechat_.publish(caller.tenant, change);
    if (!change.seq || !change.session.queued) co_return;
    TicketLinked event;
    event.session_id = event.channel_id = event.chat_id = change.session.channel_id;
    event.session = client_safe(change.session);
    event.ticket = {ticket.id, ticket.number, ticket.title};
    event.by = {caller.user, caller.name};
    livechat_.queue_changed(caller.tenant, change.session.channel_id, {}, api::push_of(event));
}

}  // namespace chatd::livechat
