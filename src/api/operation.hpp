// An operation: one thing that a caller may ask for, declared once with its words, its rights and its doors.
// Declared at start-up by the features; read by the doors, the documents and Api::call.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chatd/caller.hpp"
#include "chatd/describe.hpp"
#include "chatd/rate_limit.hpp"
#include "chatd/task.hpp"

namespace chatd::api {

/// Who may ask at all. What a caller may do to one object is judged where the object is loaded, in its transaction.
struct Access {
    enum class Who : std::uint8_t { undeclared, anyone, signed_in, clients, staff, permission };
    Who who = Who::undeclared;
    Permission permission{};
    std::string text() const;
};
inline constexpr Access anyone{Access::Who::anyone};
inline constexpr Access signed_in{Access::Who::signed_in};
inline constexpr Access clients{Access::Who::clients};
inline constexpr Access staff{Access::Who::staff};
constexpr Access needs(Permission permission) { return {Access::Who::permission, permission}; }

/// How often one may ask, counted for each user, or for each address where nobody is signed in.
struct Limit {
    Rate rate;
    bool by_address = false;
};
constexpr Limit per_identity(Rate rate) { return {rate, false}; }
constexpr Limit per_address(Rate rate) { return {rate, true}; }

enum class Method : std::uint8_t { get, post, put, patch, del };
constexpr auto names_of(Method) { return std::array<std::string_view, 5>{"get", "post", "put", "patch", "delete"}; }
inline constexpr Method get = Method::get, post = Method::post, put = Method::put, patch = Method::patch, del = Method::del;

struct RestDoor {
    Method method;
    std::string path;  ///< `/api/live-chat/{channel_id}/accept`: the names are fields of the request
    int status;        ///< of success
};
/// Turns another vocabulary's payload into the request's (the seeds' older events).
using Rewrite = Json (*)(Json body);
struct EventDoor {
    std::string name;
    Rewrite rewrite;
};

/// What happens when one asks again, since no answer came.
struct Repeating {
    enum class How : std::uint8_t {
        undeclared,
        once,     ///< under one key it has its effect once (api/once.hpp); `client_id` is added to the request
        own_key,  ///< so it is, but the feature itself keeps the request's own `client_id`
        harmless
    };
    How how = How::undeclared;
    std::string why;  ///< it is harmless
    bool keyed() const { return how == How::once || how == How::own_key; }
    std::string text() const;
};
/// The request with `client_id` beside its own fields, for documents.
StructInfo with_client_id(StructInfo request);

class Operation {
public:
    /// Reads the body, runs the verb, returns the reply's JSON text.
    using Run = std::function<Task<std::string>(Call&, const Json&)>;
    Operation(std::string name, const StructInfo& request, const StructInfo& reply, Run run)
        : name_(std::move(name)), request_(&request), reply_(&reply), run_(std::move(run)) {}

    /// One sentence for every document.
    Operation& says(std::string text) { return text_ = std::move(text), *this; }
    Operation& allow(Access access) { return access_ = access, *this; }
    Operation& limit(Limit limit) { return limits_.push_back(limit), *this; }
    /// Every operation that is no GET says one of these three. Its verb runs its transaction by api::once.
    Operation& once() {
        keyed_request_ = std::make_shared<StructInfo>(with_client_id(*request_));
        return repeating_.how = Repeating::How::once, request_ = keyed_request_.get(), *this;
    }
    Operation& own_key() { return repeating_.how = Repeating::How::own_key, *this; }
    /// `why` it does no harm to do it twice: "moves the cursor forward only".
    Operation& repeatable(std::string why) { return repeating_ = {Repeating::How::harmless, std::move(why)}, *this; }

    /// The socket event of the operation's own name, or of another one.
    Operation& event() { return event(name_, nullptr); }
    Operation& event(std::string name, Rewrite rewrite) { return events_.push_back({std::move(name), rewrite}), *this; }
    Operation& rest(Method method, std::string path, int status = 200) {
        return rests_.push_back({method, std::move(path), status}), *this;
    }

    /// Its answer is `call.document`, of one of these types. Door: REST.
    template <class... Types>
    Operation& answers_document(Types... types) {
        return document_types_ = {types...}, *this;
    }

    /// Its body is multipart/form-data with a part `file`, streamed: the verb takes it from `call.body`. Door: REST.
    Operation& receives_file() { return receives_file_ = true, *this; }
    /// Its answer is `call.file`, streamed. Door: REST.
    Operation& sends_file() { return sends_file_ = true, *this; }

    const std::string& name() const { return name_; }
    const std::vector<std::string>& document_types() const { return document_types_; }
    bool receives_file() const { return receives_file_; }
    bool sends_file() const { return sends_file_; }
    const std::string& text() const { return text_; }
    const StructInfo& request() const { return *request_; }
    const StructInfo& reply() const { return *reply_; }
    const Access& access() const { return access_; }
    const Repeating& repeating() const { return repeating_; }
    const std::vector<Limit>& limits() const { return limits_; }
    const std::vector<EventDoor>& events() const { return events_; }
    const std::vector<RestDoor>& rests() const { return rests_; }
    const Run& run() const { return run_; }

private:
    std::string name_, text_;
    const StructInfo* request_;
    const StructInfo* reply_;
    std::shared_ptr<const StructInfo> keyed_request_;
    Run run_;
    Access access_;
    Repeating repeating_;
    std::vector<Limit> limits_;
    std::vector<EventDoor> events_;
    std::vector<RestDoor> rests_;
    std::vector<std::string> document_types_;
    bool receives_file_ = false, sends_file_ = false;
};

/// A reply without content: `{}`, and 204 where REST says so.
struct Nothing {
    static constexpr auto fields = describe();
};

}  // namespace chatd::api
