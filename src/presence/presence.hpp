// Presence: which technicians are here and what status they have chosen. The roster is in memory, kept right by events; the chosen
// status is stored. Connecting makes `online` of `offline` only; leaving makes `offline` of `online` after a grace (SPEC 19.19, 21).
// Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <unordered_map>

#include "api/api.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "hub/hub.hpp"
#include "presence/status.hpp"

namespace chatd::presence {

struct SetStatus {
    AgentStatus status = AgentStatus::online;
    static constexpr auto fields = describe(field(&SetStatus::status, "status", "`do_not_respond` and `offline` get no new chats."));
};
struct StatusReply {
    explicit StatusReply(AgentStatus status = AgentStatus::online) : status(status) {}
    AgentStatus status;
    static constexpr auto fields = describe(field(&StatusReply::status, "status", "As it is now."));
};
struct Activity {
    AgentStatus status = AgentStatus::offline;
    std::optional<Time> last_activity_at;
    static constexpr auto fields = describe(field(&Activity::status, "status", "As it is now: activity does not change it."),
                                            field(&Activity::last_activity_at, "last_activity_at", "Of this sign-in; null for tokens of a host platform."));
};
struct StatusChanged {
    static constexpr std::string_view event = "agent:status", says = "A technician's status has changed. To the technicians of the tenant.";
    UserId user_id;
    std::string name;
    AgentStatus status = AgentStatus::online;
    static constexpr auto fields = describe(field(&StatusChanged::user_id, "user_id", "Who."), field(&StatusChanged::name, "name", "As shown."),
                                            field(&StatusChanged::status, "status", "Chosen by them."));
};

class Presence {
public:
    /// So many changes of status are told at once, within so long; more are gathered until it is over, so that hundreds who come
    /// back together tell each other once.
    static constexpr int told_at_once = 20;
    static constexpr auto told_every = std::chrono::seconds(1);

    /// `grace`: how long a technician may be gone before their `online` becomes `offline`.
    Presence(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, std::chrono::milliseconds grace);
    void declare(api::Api& api);
    /// Nobody is connected when the daemon starts: who is still away after the grace goes offline.
    void start();
    void stop();

    /// A technician is about to have a session: before it opens.
    Task<> arrived(Caller caller);
    /// A session has closed, or has not come to be after arrived().
    void left(const Caller& caller);

    Task<StatusReply> set_status(Call& call, SetStatus request);
    Task<StatusReply> status(Call& call, api::Nothing request);
    Task<Activity> ping(Call& call, api::Nothing request);

    /// Told of each change of a technician's status, once it is stored.
    void on_changed(std::function<void(TenantId, UserId)> listener) { changed_.push_back(std::move(listener)); }
    /// All connected technicians of the tenant.
    std::vector<hub::SessionPtr> technicians(TenantId tenant) const;

private:
    void tell_status(TenantId tenant, UserId user, const std::string& name, AgentStatus status);
    void tell_what_is_untold();
    void watch_absent();
    Task<> go_offline(TenantId tenant, UserId user, std::string name);
    Task<> forget_absent_at_start();

    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    const std::chrono::milliseconds grace_;
    struct Here {
        TenantId tenant;
        AgentStatus status;
    };
    std::unordered_map<UserId, Here> here_;
    std::vector<std::function<void(TenantId, UserId)>> changed_;
    struct Absent {
        TenantId tenant;
        std::string name;
        std::chrono::steady_clock::time_point since;
    };
    std::unordered_map<UserId, Absent> absent_;
    boost::asio::steady_timer absent_timer_, told_timer_;
    struct Untold {
        std::string name;
        AgentStatus status;
    };
    std::unordered_map<TenantId, std::map<UserId, Untold>> untold_;
    int told_now_ = 0;
    bool told_timer_set_ = false;
};

}  // namespace chatd::presence
