// How a feature runs the transaction of an operation that is declared `.once()`:
//
//     const auto change = co_await api::once(call, database_, store::accept, actor_of(caller), request.channel_id);
//     … tell, after the commit …
//     co_return change.reply();
//
// Under the caller's key the store function and the reply that is composed of its result are one transaction. Asked again, `once`
// does not come back: the verb ends there and Api::call answers the stored text. So nothing after it is done twice: no second push.
// If the connection to PostgreSQL is lost at COMMIT, `once` finds out by the key whether it happened, and goes on as if nothing had been.
// Without a key it is database.run(). Chat thread only; the bodies run on the database's threads.
#pragma once
#include <memory>
#include <variant>

#include "chatd/caller.hpp"
#include "db/database.hpp"
#include "db/failure.hpp"
#include "db/idempotency.hpp"

namespace chatd::api {

/// Leaves the verb: this was asked, and answered, before. Only Api::call catches it.
struct Replay {};

/// What a store function's result says to the caller: its `reply()`, a struct or the text of its JSON; else itself.
template <class Result>
std::string reply_of(const Result& result) {
    if constexpr (requires { { result.reply() } -> std::convertible_to<std::string>; }) return result.reply();
    else if constexpr (requires { result.reply(); }) return to_json(result.reply());
    else return to_json(result);
}

namespace detail {

template <class Result>
using Value = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;
template <class Result>
struct Outcome {
    std::optional<Value<Result>> first;  ///< the effect was now
    std::string reply;                   ///< as it is stored
    std::string by;                      ///< the transaction that stored it
};
enum class Keep : bool { reply, effect_only };

template <class Result, class... Params>
struct Body {
    Result (*run)(db::Tx&, Params...);
    std::tuple<typename db::detail::Kept<std::remove_cvref_t<Params>>::type...> args;

    Value<Result> operator()(db::Tx& tx) const {
        const auto call = [&](const auto&... arg) -> Result { return run(tx, arg...); };
        if constexpr (std::is_void_v<Result>) return std::apply(call, args), std::monostate();
        else return std::apply(call, args);
    }
};

/// The whole of a keyed transaction. `out` is for the caller, who wants it even when the answer to COMMIT is lost.
template <class Result, class... Params>
void run_keyed(db::Tx& tx, const db::IdempotencyKey& key, Keep keep, const std::shared_ptr<Outcome<Result>>& out, const Body<Result, Params...>& body) {
    *out = {};
    auto claim = db::claim(tx, key);
    out->by = std::move(claim.by);
    if (claim.known) {
        out->reply = std::move(*claim.known);
        return;
    }
    out->first = body(tx);
    out->reply = "{}";
    if constexpr (!std::is_void_v<Result>) {
        if (keep == Keep::reply) out->reply = reply_of(*out->first);
    }
    db::keep_reply(tx, key, out->reply);
}
template <class Result, class... Params>
Value<Result> run_plain(db::Tx& tx, const Body<Result, Params...>& body) {
    return body(tx);
}

/// The key of the call, if it has one. Throws std::logic_error for an operation that is not declared `.once()`, or runs a second one.
std::optional<db::IdempotencyKey> begin_once(Call& call);

/// After InDoubt: what has become of the transaction that took the key. The caller is answered `unavailable` if PostgreSQL does not come
/// back soon, and this goes on until it does, since what happened must be told to others. Throws when it did not happen.
Task<db::Claim> settle(Call& call, db::Database& database, db::IdempotencyKey key);

/// Nothing when it was asked before.
template <class Result, class... Params>
Task<std::optional<Value<Result>>> first_time(Call& call, db::Database& database, Keep keep, std::shared_ptr<Body<Result, Params...>> body) {
    const auto key = begin_once(call);
    std::optional<Value<Result>> first;
    if (!key) {
        first = co_await database.run(run_plain<Result, Params...>, *body);
        co_return first;
    }
    const auto outcome = std::make_shared<Outcome<Result>>();
    bool in_doubt = false;
    try {
        co_await database.run(run_keyed<Result, Params...>, *key, keep, outcome, *body);
    } catch (const db::InDoubt&) {
        in_doubt = true;
    }
    if (in_doubt) {
        auto stored = co_await settle(call, database, *key);
        if (stored.by != outcome->by) outcome->first.reset();  // it was another's
        outcome->reply = std::move(*stored.known);
    }
    call.replayed = !outcome->first;
    if (keep == Keep::reply) call.once->reply = std::move(outcome->reply);
    co_return std::move(outcome->first);
}
template <class Result, class... Params>
Task<Value<Result>> or_replay(Call& call, db::Database& database, std::shared_ptr<Body<Result, Params...>> body) {
    auto first = co_await first_time(call, database, Keep::reply, std::move(body));
    if (!first) throw Replay();
    co_return std::move(*first);
}

template <class Result, class... Params, class... Args>
auto bind(Result (*run)(db::Tx&, Params...), Args&&... args) {
    static_assert(sizeof...(Params) == sizeof...(Args), "one argument for each parameter after Tx&");
    using Bound = Body<Result, Params...>;
    return std::make_shared<Bound>(Bound{run, {std::forward<Args>(args)...}});
}

}  // namespace detail

/// Runs the operation's one transaction, once for each key. The reply that is stored is reply_of() of what `body` returns, which is
/// therefore what the verb answers. Throws what database.run() throws: nothing is kept then, and the caller may try again.
template <class Result, class... Params, class... Args>
auto once(Call& call, db::Database& database, Result (*body)(db::Tx&, Params...), Args&&... args) {
    return detail::or_replay(call, database, detail::bind(body, std::forward<Args>(args)...));
}

/// For an operation that is answered with a view of now (chat:join): the effect happens once for each key, and the verb goes on
/// either way, with nothing in place of the result when it was asked before.
template <class Result, class... Params, class... Args>
auto effect_once(Call& call, db::Database& database, Result (*body)(db::Tx&, Params...), Args&&... args) {
    return detail::first_time(call, database, detail::Keep::effect_only, detail::bind(body, std::forward<Args>(args)...));
}

}  // namespace chatd::api
