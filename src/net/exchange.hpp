// One request on its way to the chat and back. Shared by both threads; the HTTP connection behind it may be gone before the answer.
#pragma once
#include "hub/connection.hpp"

namespace chatd::net {

/// Whom an answer is for. I/O thread only.
class Answered {
public:
    virtual void answer(hub::HttpResponse response) = 0;
    /// The body is wanted there.
    virtual void take_body(std::shared_ptr<hub::BodySink> sink) { sink->cut(); }

protected:
    ~Answered() = default;
};

class Exchange {
public:
    explicit Exchange(Answered& answered) : answered_(&answered) {}
    /// The first answer counts; later ones, and those to a connection that has ended, vanish.
    void answer(hub::HttpResponse response) {
        if (auto* one = answered_) {
            answered_ = nullptr;
            one->answer(std::move(response));
        }
    }
    void take(std::shared_ptr<hub::BodySink> sink) {
        if (answered_) answered_->take_body(std::move(sink));
        else sink->cut();
    }
    void cut() { answered_ = nullptr; }
    bool pending() const { return answered_ != nullptr; }

private:
    Answered* answered_;
};

}  // namespace chatd::net
