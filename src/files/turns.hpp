// Turns: of what each person has under way only one goes on at a time, the others wait in their order; so many uploads of one hold up no
// upload of others. Chat thread only.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <unordered_map>

#include "chatd/ids.hpp"
#include "chatd/task.hpp"

namespace chatd::files {

class Turns {
public:
    /// It is given to the next one when this goes.
    class Turn {
    public:
        Turn(std::shared_ptr<Turns> turns, UserId whose) : turns_(std::move(turns)), whose_(whose) {}
        Turn(Turn&&) = default;
        ~Turn() { if (turns_) turns_->pass_on(whose_); }

    private:
        std::shared_ptr<Turns> turns_;
        UserId whose_;
    };
    /// Waits until it is there.
    static Task<Turn> take(std::shared_ptr<Turns> turns, UserId whose);

private:
    void pass_on(UserId whose);
    /// One has the turn; these wait.
    std::unordered_map<UserId, std::deque<std::shared_ptr<boost::asio::steady_timer>>> waiting_;
};

}  // namespace chatd::files
