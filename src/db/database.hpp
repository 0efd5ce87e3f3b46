// The database, as coroutines of the chat thread see it: `co_await database.run(store::insert, tenant, request)` runs a plain blocking
// function on one of a few threads, each with a connection of its own, and comes back to the executor it was awaited on.
// Lives from start to stop of the daemon; must be stopped before the io_contexts that await it are destroyed.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "chatd/task.hpp"

namespace pqxx {
class transaction_base;
}

namespace chatd::db {

/// What a store function gets. It runs its SQL with db::exec (db/exec.hpp) and neither commits nor rolls back.
using Tx = pqxx::transaction_base;

struct DatabaseOptions {
    std::string url;  ///< a URI or libpq's key words
    int connections = 4;
    std::size_t queue_max = 1'024;  ///< `database_queue`: bodies that wait for a thread; past it: `unavailable`
    std::chrono::milliseconds lock_timeout{2'000};
    std::chrono::milliseconds statement_timeout{5'000};
    std::chrono::milliseconds patience{1'800};  ///< how long a body waits while PostgreSQL is away, before `unavailable`
    std::chrono::milliseconds answer_time{10'000};  ///< for a whole body; then its connection is cut
    int attempts_max = 6;                       ///< of a transaction that PostgreSQL rolls back in favour of others
};

/// For metrics; read from any thread.
struct DatabaseGauges {
    std::atomic<int> connections{0}, connected{0}, in_use{0};
    std::atomic<std::size_t> queued{0};
    std::atomic<std::uint64_t> done{0}, failed{0}, refused{0}, retried{0}, connects{0};
    std::atomic<std::uint64_t> wait_us{0}, work_us{0};  ///< sums over all bodies: in the queue, and on a thread
};

/// How a body reaches the database.
enum class Access : unsigned char {
    transaction,  ///< BEGIN … COMMIT, READ COMMITTED
    read,         ///< one statement that writes nothing: a single round trip
    write         ///< one statement that commits by itself: a single round trip
};

/// A body with its arguments, ready to be run (more than once, if it must be retried).
struct Work {
    explicit Work(Access access) : access(access) {}
    virtual ~Work() = default;
    virtual void operator()(Tx& tx) = 0;
    const Access access;
};

namespace detail {
/// How an argument is kept until the body runs: views are copied.
template <class T>
struct Kept {
    using type = std::decay_t<T>;
};
template <>
struct Kept<std::string_view> {
    using type = std::string;
};

template <class R>
struct Outcome {
    std::optional<R> value;
    R take() { return std::move(*value); }
    template <class Call>
    void run(Call&& call) {
        value.emplace(call());
    }
};
template <>
struct Outcome<void> {
    void take() {}
    template <class Call>
    void run(Call&& call) {
        call();
    }
};

template <class R, class... Params>
struct Bound final : Work, Outcome<R> {
    template <class... Args>
    Bound(Access access, R (*body)(Tx&, Params...), Args&&... args) : Work(access), body(body), args(std::forward<Args>(args)...) {}
    void operator()(Tx& tx) override {
        this->run([&] { return std::apply([&](const auto&... arg) { return body(tx, arg...); }, args); });
    }
    R (*body)(Tx&, Params...);
    std::tuple<typename Kept<std::remove_cvref_t<Params>>::type...> args;
};
}  // namespace detail

class Pool;

class Database {
public:
    /// Connects once, to know that it works. Throws Error `unavailable`, or `internal` on a server that chatd must not run on.
    explicit Database(DatabaseOptions options);
    ~Database();  ///< stops
    /// For declaring operations without a database behind them (`chatd openapi`): every body is refused as `unavailable`.
    static std::unique_ptr<Database> unconnected() { return std::unique_ptr<Database>(new Database()); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// One transaction. It is run again, from its beginning, when PostgreSQL rolled it back (deadlock, serialization) or when the
    /// connection was lost before COMMIT; so a body has no effect but by `tx`, and takes its arguments by value or const reference.
    /// Throws what the body throws (after rolling back); else ConstraintViolation, or Error `timeout`, `internal`, or `unavailable`:
    /// the queue is full, PostgreSQL is away, or the connection was lost at COMMIT (InDoubt, db/failure.hpp).
    template <class R, class... Params, class... Args>
    Task<R> run(R (*body)(Tx&, Params...), Args&&... args) {
        return await(bind(Access::transaction, body, std::forward<Args>(args)...));
    }
    /// One statement that writes nothing, without BEGIN and COMMIT. A body that runs two sees two snapshots.
    template <class R, class... Params, class... Args>
    Task<R> read(R (*body)(Tx&, Params...), Args&&... args) {
        return await(bind(Access::read, body, std::forward<Args>(args)...));
    }
    /// One statement that writes and commits by itself. Not run again once the connection is lost: it may have happened.
    template <class R, class... Params, class... Args>
    Task<R> write(R (*body)(Tx&, Params...), Args&&... args) {
        return await(bind(Access::write, body, std::forward<Args>(args)...));
    }
    /// run() for threads that may block: the command line, start-up, tests. Never the chat thread.
    template <class R, class... Params, class... Args>
    R block(R (*body)(Tx&, Params...), Args&&... args) {
        auto work = bind(Access::transaction, body, std::forward<Args>(args)...);
        perform_blocking(work);
        return work->take();
    }

    /// True if a connection of the pool answers now. Never throws.
    Task<bool> ping();
    const DatabaseGauges& gauges() const;
    /// Lets running bodies end; what waits is answered `unavailable`. Idempotent; any thread but the pool's own.
    void stop();

private:
    template <class R, class... Params, class... Args>
    static auto bind(Access access, R (*body)(Tx&, Params...), Args&&... args) {
        static_assert(sizeof...(Params) == sizeof...(Args), "one argument for each parameter after Tx&");
        static_assert((... && !(std::is_lvalue_reference_v<Params> && !std::is_const_v<std::remove_reference_t<Params>>)),
                      "a body cannot change its caller's variables: it runs on another thread");
        return std::make_shared<detail::Bound<R, Params...>>(access, body, std::forward<Args>(args)...);
    }
    template <class R, class... Params>
    Task<R> await(std::shared_ptr<detail::Bound<R, Params...>> work) {
        co_await perform(work);
        co_return work->take();
    }
    Task<> perform(std::shared_ptr<Work> work);
    void perform_blocking(std::shared_ptr<Work> work);

    Database();
    std::unique_ptr<Pool> pool_;
};

}  // namespace chatd::db
