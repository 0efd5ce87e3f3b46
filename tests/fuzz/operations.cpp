// Any JSON as the request of any operation, asked by a client, a technician who may do everything, and nobody; by its event and by its
// route. There is no database behind it: what is well-formed ends there as `unavailable`, everything else before, by a name.
// The input's first line says the operation's name, who asks (`client`, `technician`, `nobody`) and by which door (`event`, `route`).
#include <cstdint>

#include "app/doors.hpp"
#include "app/features.hpp"
#include "chatd/log.hpp"
#include "require.hpp"

using namespace chatd;
using fuzz::require;

namespace {

/// All features, as for the documents.
struct Daemon {
    boost::asio::io_context chat_thread{1};
    Nursery nursery{chat_thread, [](std::exception_ptr) { require(false, "no coroutine fails"); }};
    CpuPool cpu{1};
    std::unique_ptr<db::Database> database = db::Database::unconnected();
    std::unique_ptr<db::Journal> journal = db::Journal::unconnected();
    Config config = parse_config("limits: {profile: off}\nlog: {level: off}", "chatd.yaml");
    app::Features features{chat_thread, nursery, *database, *journal, *database, cpu, config, keys()};
    app::Doors doors{{chat_thread, nursery, features.api, features.hub, features.accounts, features.presence, features.livechat, config.limits, [](UserId) {}, [](auto&) { return std::nullopt; }}};
    std::vector<const api::Operation*> operations;

    Daemon() {
        log::set_level(log::Level::off);
        doors.declare(features.api);
        features.api.ready();
        for (const auto& operation : features.api.operations()) operations.push_back(&operation);
    }
    static accounts::Options keys() {
        accounts::Options options;
        options.keyring.add_secret("none", std::string(32, '0'));
        options.rate_limits = false;
        return options;
    }
};

Caller caller(UserKind kind) {
    Caller out;
    out.tenant = TenantId(1);
    out.user = UserId(kind == UserKind::client ? 7 : 8);
    out.kind = kind;
    out.name = "Somebody";
    out.expires = Time::now();
    if (out.staff())
        for (std::size_t i = 0; i < names_of(Permission{}).size(); ++i) out.permissions.add(static_cast<Permission>(i));
    return out;
}

/// A socket that says nothing.
class Silent final : public hub::Connection {
public:
    const hub::Encoding& encoding() const override { return encoding_; }
    void welcome(const Names&) override {}
    void refuse(const Error&, const hub::CloseReason&) override {}
    void send(hub::FramePtr) override {}
    void ack(const hub::RequestId&, std::string_view) override {}
    void ack(const hub::RequestId&, const Error&) override {}
    void close(const hub::CloseReason&) override {}

private:
    static hub::FramePtr frame(std::string_view, std::string_view, std::string_view) { return std::make_shared<hub::Frame>(); }
    const hub::Encoding encoding_{0, frame};
};

struct Asking {
    UserKind kind = UserKind::client;
    bool signed_in = true, by_socket = true;
};

Task<> ask(Daemon& daemon, const api::Operation& operation, Json body, Asking who, std::optional<api::Reply>& answer) {
    Call call;
    call.remote = "192.0.2.1";
    call.request_id = "fuzz";
    if (who.signed_in) call.sign_in(caller(who.kind));
    if (who.by_socket) {
        call.session = std::make_shared<hub::Session>(std::make_shared<Silent>(), caller(who.kind), call.remote);
        daemon.features.hub.open(call.session);
    }
    answer = co_await daemon.features.api.call(call, operation, body);
    if (call.session) daemon.features.hub.close(*call.session);
}

void judge(const api::Operation& operation, const std::optional<api::Reply>& answer) {
    require(answer.has_value(), "every request is answered");
    if (!answer->error) return require(Json::accept(answer->data), "an answer is JSON");
    const auto& error = *answer->error;
    if (error.code == Code::internal) std::fprintf(stderr, "%s: %s\n", operation.name().c_str(), error.message.c_str());
    require(error.code != Code::internal, "no request is a bug");
    require(error.code != Code::unknown_field && error.code != Code::invalid ? true : !error.message.empty(), "what is wrong is said");
    require(Json::accept(hub::error_object(error)), "an error is JSON");
    require(Json::accept(app::problem(error, "fuzz").body), "a problem is JSON");
}

/// What a socket sends.
Json by_event(const api::Operation& operation, std::string_view text) {
    auto body = parse_json(text);
    const auto& doors = operation.events();
    for (const auto& door : doors)
        if (door.rewrite) return door.rewrite(std::move(body));
    return body;
}

/// A query's pairs in lines `name=value`, the path's values among them, then an empty line and a body.
Json by_route(const api::Operation& operation, std::string_view text) {
    api::Routes::Pairs path, query;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty()) break;
        const auto name = std::string(line.substr(0, line.find('=')));
        const auto value = line.size() > name.size() ? std::string(line.substr(name.size() + 1)) : std::string();
        const bool in_path = !operation.rests().empty() && operation.rests()[0].path.find('{' + name + '}') != std::string::npos;
        if (valid_utf8(name) && valid_utf8(value)) (in_path ? path : query).emplace_back(name, value);
    }
    return api::merged_request(operation, path, query, text.empty() ? Json() : parse_json(text));
}

/// An unknown name means some operation all the same, so that the fuzzer finds those that no input names yet.
const api::Operation& named(const Daemon& daemon, std::string_view name) {
    for (const auto* operation : daemon.operations)
        if (operation->name() == name) return *operation;
    return *daemon.operations[std::hash<std::string_view>{}(name) % daemon.operations.size()];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static auto& daemon = *new Daemon();
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto& operation = named(daemon, line.substr(0, line.find(' ')));
    const auto says = [&](std::string_view word) { return line.find(word) != line.npos; };
    Json body;
    try {
        body = says(" route") ? by_route(operation, text) : by_event(operation, text);
    } catch (const Error& error) {
        require(error.code != Code::internal, "no request is a bug");
        return 0;
    }
    std::optional<api::Reply> answer;
    Asking who;
    who.kind = says(" technician") ? UserKind::technician : UserKind::client;
    who.by_socket = !says(" route") && !operation.events().empty();
    who.signed_in = who.by_socket || !says(" nobody");  // a socket without somebody has no session
    daemon.nursery.start(ask(daemon, operation, std::move(body), who, answer));
    daemon.chat_thread.restart();
    while (!answer && daemon.chat_thread.run_one_for(std::chrono::seconds(5)) > 0) {
    }
    judge(operation, answer);
    return 0;
}
