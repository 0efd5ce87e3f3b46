// A move-only function that is called once, with a failure or none (std::move_only_function is C++23).
#pragma once
#include <exception>
#include <memory>
#include <utility>

namespace chatd::db {

class Completion {
public:
    template <class F>
    static Completion of(F f) {
        struct Held final : Base {
            explicit Held(F f) : f(std::move(f)) {}
            void call(std::exception_ptr failure) override { f(std::move(failure)); }
            F f;
        };
        Completion out;
        out.held_ = std::make_unique<Held>(std::move(f));
        return out;
    }
    void operator()(std::exception_ptr failure = nullptr) { std::exchange(held_, nullptr)->call(std::move(failure)); }

private:
    struct Base {
        virtual ~Base() = default;
        virtual void call(std::exception_ptr failure) = 0;
    };
    std::unique_ptr<Base> held_;
};

}  // namespace chatd::db
