// The one way in. Features declare operations; every door (socket event, REST route) leads into Api::call, where rights, limits,
// timing and errors are handled once, so that no door can forget a check. Chat thread only.
#pragma once
#include <list>
#include <map>
#include <memory>
#include <unordered_map>

#include "api/operation.hpp"
#include "api/keys.hpp"
#include "api/routes.hpp"
#include "hub/push.hpp"

namespace chatd::api {

/// A push that clients may get: `event`, `says` and `fields` are static members of its struct.
struct Announcement {
    std::string event, text;
    const StructInfo* payload;
};

struct Reply {
    std::string data;            ///< the text of a JSON object
    std::optional<Error> error;  ///< then `data` is empty
    bool replayed = false;       ///< it was done before, under the same key: this is what was answered then
};

/// What Api::call tells to whoever keeps metrics and the audit log.
struct Observation {
    const Operation& operation;
    const Call& call;
    const std::optional<Error>& error;
    std::chrono::steady_clock::duration took;
};

class Api {
public:
    struct Options {
        bool rate_limits = true;  ///< `limits.profile: off` switches them off
        std::function<void(const Observation&)> observe = [](const Observation&) {};
        /// An exception that is no Error: a bug. `what` is for the log only; the caller gets `internal`.
        std::function<void(const Operation&, const Call&, std::string_view what)> report = [](auto&&...) {};
        Rate searching{5, std::chrono::seconds(1), 20};  ///< of one person, in all lists that are asked for with `q`
    };
    explicit Api(Options options) : options_(std::move(options)), searching_(options_.searching) {}

    /// `verb` is a coroutine of the chat thread that throws Error.
    template <class Feature, class Request, class Answer>
    Operation& operation(std::string name, Feature& self, Task<Answer> (Feature::*verb)(Call&, Request)) {
        return add(Operation(std::move(name), struct_of<Request>(), struct_of<Answer>(), [&self, verb](Call& call, const Json& body) {
            return invoke<Feature, Request, Answer>(self, verb, call, body);
        }));
    }
    /// One whose request and reply are no types of C++ (records).
    Operation& add(Operation operation);
    template <class Payload>
    void announces() {
        announcements_.push_back({std::string(Payload::event), std::string(Payload::says), &struct_of<Payload>()});
    }

    /// Ends the declarations. Throws std::logic_error for an operation without words, rights or doors, with a door twice, or that does
    /// not say what happens when it is asked again.
    void ready();

    /// Never throws; after a good reply has been queued the door calls `call.replied()`.
    Task<Reply> call(Call& call, const Operation& operation, const Json& body);

    struct EventTarget {
        const Operation* operation;
        Rewrite rewrite;
    };
    /// Null operation if there is no such event.
    EventTarget event(std::string_view name) const;
    const Routes& routes() const { return routes_; }
    const std::list<Operation>& operations() const { return operations_; }
    const std::vector<Announcement>& announcements() const { return announcements_; }

private:
    template <class Feature, class Request, class Answer>
    static Task<std::string> invoke(Feature& self, Task<Answer> (Feature::*verb)(Call&, Request), Call& call, const Json& body) {
        auto request = read<Request>(body);
        if (call.once) remember_request(call, sparse_json(request));
        auto answer = co_await (self.*verb)(call, std::move(request));
        co_return to_json(answer);
    }
    static void check_repeating(const Operation& operation);
    void check(const Call& call, const Operation& operation, const Json& body);

    Options options_;
    std::list<Operation> operations_;
    std::vector<Announcement> announcements_;
    std::map<std::string, EventTarget, std::less<>> events_;
    std::unordered_map<const Operation*, std::vector<std::unique_ptr<RateLimit>>> limits_;
    RateLimit searching_;
    Routes routes_;
};

/// The push of an announced payload.
template <class Payload>
hub::Push push_of(const Payload& payload) {
    return hub::Push(std::string(Payload::event), to_json(payload));
}

}  // namespace chatd::api
