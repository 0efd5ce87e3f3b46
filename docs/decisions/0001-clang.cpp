// docs/decisions/0001-clang.md: counts a temporary of an awaiting expression in and out of life. 0 is balanced; -1 is a double free.
#include <coroutine>
#include <cstdio>
#include <string>

struct Counted {
    inline static int alive = 0;
    Counted() { ++alive; }
    Counted(const Counted&) { ++alive; }
    Counted(Counted&&) noexcept { ++alive; }
    ~Counted() { --alive; }
};
struct Task {
    struct promise_type {
        Task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};
struct Request {
    Counted counted;
    int n = 0;
};
template <class F>
std::suspend_never run(F) { return {}; }
std::suspend_never send(Request) { return {}; }

Task lambda() {
    Counted counted;
    co_await run([counted] { return 1; });
}
Task aggregate() {
    Counted counted;
    co_await send({counted, 1});
}
int main() {
    lambda();
    std::printf("lambda %d\n", Counted::alive);
    Counted::alive = 0;
    aggregate();
    std::printf("aggregate %d\n", Counted::alive);
}
