#include "net/deadlines.hpp"

#include <algorithm>

namespace chatd::net {

Timed::~Timed() {
    if (heap_) heap_->clear(*this);
}

Deadlines::~Deadlines() {
    for (auto* timed : heap_) timed->heap_ = nullptr;
}

Time Deadlines::rounded(Time due) const {
    auto tick = std::chrono::duration_cast<Time::duration>(tick_);
    auto over = due.time_since_epoch() % tick;
    return over.count() == 0 ? due : due + (tick - over);
}

void Deadlines::put(std::size_t place, Timed* timed) {
    heap_[place] = timed;
    timed->place_ = place;
}

void Deadlines::up(std::size_t place) {
    auto* timed = heap_[place];
    while (place > 0 && timed->due_ < heap_[(place - 1) / 2]->due_) {
        put(place, heap_[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(place, timed);
}

void Deadlines::down(std::size_t place) {
    auto* timed = heap_[place];
    for (;;) {
        auto child = 2 * place + 1;
        if (child >= heap_.size()) break;
        if (child + 1 < heap_.size() && heap_[child + 1]->due_ < heap_[child]->due_) ++child;
        if (!(heap_[child]->due_ < timed->due_)) break;
        put(place, heap_[child]);
        place = child;
    }
    put(place, timed);
}

void Deadlines::set(Timed& timed, Time due) {
    timed.due_ = std::max(rounded(due), running_);
    if (!timed.heap_) {
        timed.heap_ = this;
        timed.place_ = heap_.size();
        heap_.push_back(&timed);
    }
    up(timed.place_);
    down(timed.place_);
}

void Deadlines::sooner(Timed& timed, Time due) {
    if (!timed.heap_ || rounded(due) < timed.due_) set(timed, due);
}

void Deadlines::clear(Timed& timed) {
    if (timed.heap_ != this) return;
    auto place = timed.place_;
    timed.heap_ = nullptr;
    auto* last = heap_.back();
    heap_.pop_back();
    if (last == &timed) return;
    put(place, last);
    up(place);
    down(last->place_);
}

void Deadlines::run(Time now) {
    running_ = rounded(now + std::chrono::duration_cast<Time::duration>(tick_));
    while (!heap_.empty() && heap_.front()->due_ <= now) {
        auto* timed = heap_.front();
        clear(*timed);
        timed->on_time(now);
    }
    running_ = Time::min();
}

void Deadlines::drop_all() {
    while (!heap_.empty()) {
        auto* timed = heap_.back();
        clear(*timed);
        timed->drop();
    }
}

}  // namespace chatd::net
