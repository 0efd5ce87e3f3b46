#include "api/api.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "api/access.hpp"
#include "api/once.hpp"

namespace chatd {

const Caller& Call::caller() const {
    if (!caller_) throw Error(Code::unauthenticated, "Sign in first.");
    return *caller_;
}

namespace api {

std::string Access::text() const {
    switch (who) {
        case Who::undeclared: break;
        case Who::anyone: return "Anyone.";
        case Who::signed_in: return "Anybody who is signed in.";
        case Who::clients: return "Clients.";
        case Who::staff: return "Technicians.";
        case Who::permission: return "Needs the permission `" + std::string(name_of(permission)) + "`.";
    }
    return {};
}

std::optional<Error> refusal(const Access& access, const Caller& caller) {
    using Who = Access::Who;
    if (access.who == Who::clients && caller.kind != UserKind::client) return forbidden("Only clients may do this.");
    if (access.who == Who::staff && !caller.staff()) return forbidden("Only technicians may do this.");
    if (access.who == Who::permission && !caller.may(access.permission))
        return forbidden("Your role lacks the permission " + std::string(name_of(access.permission)) + ".");
    return {};
}

Operation& Api::add(Operation operation) { return operations_.emplace_back(std::move(operation)); }

void Api::check_repeating(const Operation& operation) {
    using How = Repeating::How;
    const auto how = operation.repeating().how;
    const auto wrong = [&](const std::string& what) { throw std::logic_error(operation.name() + what); };
    const bool reads = std::ranges::any_of(operation.rests(), [](const RestDoor& door) { return door.method == Method::get; });
    if (reads && how != How::undeclared) wrong(" is a GET, which can always be repeated");
    if (!reads && how == How::undeclared) wrong(" says neither once() nor why it is repeatable()");
    if (how == How::harmless && operation.repeating().why.empty()) wrong(" is repeatable for no reason");
    // Nobody has no keys: one stranger could read what another was answered.
    if (operation.repeating().keyed() && operation.access().who == Access::Who::anyone) wrong(" is for anyone, so it has no keys");
    if (how == How::own_key && !operation.request().find("client_id")) wrong(" keeps its own key, but its request has no client_id");
}

void Api::ready() {
    for (const auto& operation : operations_) {
        if (operation.text().empty()) throw std::logic_error(operation.name() + " says nothing");
        if (operation.access().who == Access::Who::undeclared) throw std::logic_error(operation.name() + " allows nobody");
        if (operation.events().empty() && operation.rests().empty()) throw std::logic_error(operation.name() + " has no door");
        check_repeating(operation);
        for (const auto& door : operation.events())
            if (!events_.try_emplace(door.name, EventTarget{&operation, door.rewrite}).second)
                throw std::logic_error("the event " + door.name + " has two operations");
        for (const auto& door : operation.rests()) routes_.add(operation, door);
        for (const auto& limit : operation.limits()) limits_[&operation].push_back(std::make_unique<RateLimit>(limit.rate));
    }
}

Api::EventTarget Api::event(std::string_view name) const {
    auto found = events_.find(name);
    return found == events_.end() ? EventTarget{nullptr, nullptr} : found->second;
}

void Api::check(const Call& call, const Operation& operation, const Json& body) {
    if (operation.access().who != Access::Who::anyone)
        if (auto refused = refusal(operation.access(), call.caller())) throw std::move(*refused);
    if (!options_.rate_limits) return;
    const auto now = std::chrono::steady_clock::now();
    auto limits = limits_.find(&operation);
    if (limits == limits_.end()) {
        // A list that is asked for a text reads far more than it shows.
        if (call.signed_in() && body.is_object() && body.contains("q") && operation.request().find("q")) searching_.require(std::to_string(call.caller().user.value), now);
        return;
    }
    for (std::size_t i = 0; i < limits->second.size(); ++i) {
        const bool by_address = operation.limits()[i].by_address || !call.signed_in();
        limits->second[i]->require(by_address ? call.remote : std::to_string(call.caller().user.value), now);
    }
}

Task<Reply> Api::call(Call& call, const Operation& operation, const Json& body) {
    const auto started = std::chrono::steady_clock::now();
    Reply reply;
    try {
        check(call, operation, body);
        const auto keyless = take_key(call, operation, body);
        const auto& asked = keyless ? *keyless : body;
        reply.data = co_await operation.run()(call, asked);
        check_once(call, reply.data);
        reply.replayed = call.replayed;
    } catch (const Replay&) {
        reply.data = call.once->reply;
        reply.replayed = true;
    } catch (const Error& error) {
        reply.error = error;
    } catch (const std::exception& bug) {
        options_.report(operation, call, bug.what());
        reply.error.emplace(Code::internal, "Something went wrong here; it has been logged.");
    }
    options_.observe(Observation{operation, call, reply.error, std::chrono::steady_clock::now() - started});
    co_return reply;
}

}  // namespace api
}  // namespace chatd
