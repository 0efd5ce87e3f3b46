#include "livechat/desk.hpp"

#include "livechat/desk_store.hpp"

namespace chatd::livechat {

void Desk::declare(api::Api& api) {
    api.operation("chat:customer_context", *this, &Desk::context)
        .says("Who the client is: earlier chats and tickets, account, organization, devices, browser and page, as they were at the start; what is open, as of now.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/{channel_id}/customer-context");
    api.operation("agent:workload", *this, &Desk::workload)
        .says("How many chats a technician has, and could take. One's own; others' with chat.assign.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/agent/{agent_id}/workload");
    api.operation("chat:all_sessions", *this, &Desk::list_all)
        .says("All live chats of the tenant within the caller's scope.")
        .allow(api::needs(Permission::chat_assign))
        .event()
        .rest(api::get, "/api/live-chat/admin/all-sessions");
}

using store::actor_of;

Task<CustomerContext> Desk::context(Call& call, ContextOf request) {
    auto found = co_await database_.run(store::context, actor_of(call.caller()), request.channel_id);
    co_return found;
}

Task<Workload> Desk::workload(Call& call, WorkloadOf request) {
    const auto& caller = call.caller();
    if (request.agent_id != caller.user && !caller.may(Permission::chat_assign)) throw forbidden("Your role lacks the permission chat.assign.");
    auto found = co_await database_.run(store::workload, actor_of(caller), request.agent_id);
    co_return found;
}

Task<SessionList> Desk::list_all(Call& call, ListSessions request) {
    auto listed = co_await database_.read(store::list_all, actor_of(call.caller()), std::move(request));
    co_return listed;
}

}  // namespace chatd::livechat
