// What a desk looks at: a client's context, a technician's workload, all live chats with every filter. It reads and changes nothing.
// Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "livechat/session.hpp"

namespace chatd::livechat {

// ---- a client's context: kept with the chat as it was at its start ------------------------------------------------------

struct ContextCustomer {
    UserId id;
    std::string name;
    std::optional<std::string> email, phone, external_id, locale;
    std::optional<std::int64_t> contact_id;
    bool is_anonymous = false;
    static constexpr auto fields = describe(
        field(&ContextCustomer::id, "id", "The client user."), field(&ContextCustomer::name, "name", "As shown."),
        field(&ContextCustomer::email, "email", "Theirs, or their contact's."), field(&ContextCustomer::phone, "phone", "Their contact's."),
        field(&ContextCustomer::external_id, "external_id", "The id that a host platform knows them by."),
        field(&ContextCustomer::locale, "locale", "Their language."), field(&ContextCustomer::contact_id, "contact_id", "Their contact."),
        field(&ContextCustomer::is_anonymous, "is_anonymous", "A visitor of whom nothing is known."));
};
struct ContextChat {
    ChannelId session_id;
    std::string subject;
    Status status = Status::pending;
    std::optional<std::string> agent_name;
    Time created_at;
    std::optional<Time> ended_at;
    static constexpr auto fields = describe(
        field(&ContextChat::session_id, "session_id", "The live chat."), field(&ContextChat::subject, "subject", "What it was about."),
        field(&ContextChat::status, "status", "Where it is in its life."), field(&ContextChat::agent_name, "agent_name", "Who had it last."),
        field(&ContextChat::created_at, "created_at", "When it was started."), field(&ContextChat::ended_at, "ended_at", "When it ended."));
};
struct ContextTicket {
    TicketId id;
    std::int64_t number = 0;
    std::string title, status;
    static constexpr auto fields = describe(field(&ContextTicket::id, "id", "The ticket."), field(&ContextTicket::number, "number", "As people name it."),
                                            field(&ContextTicket::title, "title", "What it is about."), field(&ContextTicket::status, "status", "Where it is."));
};
struct ContextAccount {
    std::string status;
    int age_days = 0;
    static constexpr auto fields = describe(field(&ContextAccount::status, "status", "active or disabled."),
                                            field(&ContextAccount::age_days, "age_days", "Days since it was made."));
};
struct ContextOrganization {
    OrganizationId id;
    std::string name;
    std::optional<std::string> external_id;
    static constexpr auto fields = describe(field(&ContextOrganization::id, "id", "The organization."), field(&ContextOrganization::name, "name", "Its name."),
                                            field(&ContextOrganization::external_id, "external_id", "The id that a host platform knows it by."));
};
struct ContextDevice {
    DeviceId id;
    std::string name, kind;
    std::optional<std::string> operating_system, serial_number;
    static constexpr auto fields = describe(
        field(&ContextDevice::id, "id", "The device."), field(&ContextDevice::name, "name", "Its name."), field(&ContextDevice::kind, "kind", "What it is."),
        field(&ContextDevice::operating_system, "operating_system", "With its version."), field(&ContextDevice::serial_number, "serial_number", "As its maker numbers it."));
};
struct CustomerContext {
    ContextCustomer customer;
    int previous_tickets_count = 0, previous_chats_count = 0;
    std::vector<ContextTicket> previous_tickets, active_tickets;
    std::vector<ContextChat> previous_chats, active_chats;
    ContextAccount account;
    std::optional<ContextOrganization> organization;
    std::optional<ContextDevice> device;
    std::vector<ContextDevice> devices;
    std::optional<JsonText> browser, page;
    static constexpr auto fields = describe(
        field(&CustomerContext::customer, "customer", "Who they are."),
        field(&CustomerContext::previous_tickets_count, "previous_tickets_count", "How many tickets they had before."),
        field(&CustomerContext::previous_chats_count, "previous_chats_count", "How many chats they had before."),
        field(&CustomerContext::previous_tickets, "previous_tickets", "The newest ten of these."),
        field(&CustomerContext::previous_chats, "previous_chats", "The newest ten of these."),
        field(&CustomerContext::active_tickets, "active_tickets", "Open now."),
        field(&CustomerContext::active_chats, "active_chats", "Their other chats that are open now."),
        field(&CustomerContext::account, "account", "Their account."),
        field(&CustomerContext::organization, "organization", "Whom they work for; null if unknown."),
        field(&CustomerContext::device, "device", "What the chat is about, if they said so."),
        field(&CustomerContext::devices, "devices", "What they work with."),
        field(&CustomerContext::browser, "browser", "`metadata.browser` of the start, as sent."),
        field(&CustomerContext::page, "page", "`metadata.page` (or `page_url`, `url`) of the start, as sent."));
};
struct ContextOf {
    ChannelId channel_id;
    static constexpr auto fields = describe(field(&ContextOf::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"));
};

// ---- workload, all sessions ---------------------------------------------------------------------------------------------

struct WorkloadOf {
    UserId agent_id;
    static constexpr auto fields = describe(field(&WorkloadOf::agent_id, "agent_id", "The technician."));
};
struct Workload {
    UserId agent_id;
    int active_chats = 0;
    std::optional<int> capacity;
    std::optional<double> utilization;
    std::optional<int> available_slots;
    std::vector<Session> chats;
    static constexpr auto fields = describe(
        field(&Workload::agent_id, "agent_id", "The technician."), field(&Workload::active_chats, "active_chats", "How many chats they have."),
        field(&Workload::capacity, "capacity", "How many they take at once; null for no limit."),
        field(&Workload::utilization, "utilization", "Chats by capacity, 1 is full; null without a limit."),
        field(&Workload::available_slots, "available_slots", "How many more they can take; null without a limit."),
        field(&Workload::chats, "chats", "The chats, the oldest first."));
};

enum class DeskSort : std::uint8_t { newest, oldest, priority, wait, ended };
constexpr auto names_of(DeskSort) { return std::array<std::string_view, 5>{"newest", "oldest", "priority", "wait", "ended"}; }

enum class Score : std::uint8_t { one, two, three, four, five };
constexpr auto names_of(Score) { return std::array<std::string_view, 5>{"1", "2", "3", "4", "5"}; }

struct ListSessions {
    std::vector<Status> status;
    std::vector<Priority> priority;
    std::vector<Source> source;
    std::vector<Score> rating;
    std::optional<UserId> agent_id, customer_id;
    std::optional<TeamId> team_id;
    std::optional<OrganizationId> organization_id;
    std::optional<std::string> config_id, skill, q;
    std::optional<bool> queued;
    std::optional<Time> created_after, created_before;
    DeskSort sort = DeskSort::newest;
    int limit = 50;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(
        field(&ListSessions::status, "status", "Only sessions in one of these states.", items(0, 6)).defaults(),
        field(&ListSessions::priority, "priority", "Only sessions of one of these priorities.", items(0, 4)).defaults(),
        field(&ListSessions::source, "source", "Only sessions that came from one of these.", items(0, 5)).defaults(),
        field(&ListSessions::rating, "rating", "Only those that their clients gave one of these scores.", items(0, 5)).defaults(),
        field(&ListSessions::agent_id, "agent_id", "Only those of this technician."),
        field(&ListSessions::customer_id, "customer_id", "Only those of this client."),
        field(&ListSessions::team_id, "team_id", "Only those of this team."),
        field(&ListSessions::organization_id, "organization_id", "Only those of this organization."),
        field(&ListSessions::config_id, "config_id", "Only those that came by this chat config.", length(1, 64)).also("configId"),
        field(&ListSessions::skill, "skill", "Only those that ask for this skill.", length(1, 100)),
        field(&ListSessions::q, "q", "Only those whose subject, client's name or notes contain this text, in any case.", length(1, 200)),
        field(&ListSessions::queued, "queued", "Only those that wait for a technician, or only those that do not."),
        field(&ListSessions::created_after, "created_after", "Only those started at that time or later."),
        field(&ListSessions::created_before, "created_before", "Only those started before that time."),
        field(&ListSessions::sort, "sort", "`priority`: the most urgent first, then the oldest. `wait`: who waits longest, then who waited longest. `ended`: who ended last.").defaults(),
        field(&ListSessions::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&ListSessions::cursor, "cursor", "The `next_cursor` of the answer before.", length(1, 64)));
};

class Desk {
public:
    explicit Desk(db::Database& database) : database_(database) {}
    void declare(api::Api& api);

    Task<CustomerContext> context(Call& call, ContextOf request);
    Task<Workload> workload(Call& call, WorkloadOf request);
    Task<SessionList> list_all(Call& call, ListSessions request);

private:
    db::Database& database_;
};

}  // namespace chatd::livechat
