#include "net/loop.hpp"

#include <boost/asio/post.hpp>
#include <ctime>
#include <random>

#include "net/engine_session.hpp"
#include "net/exchange.hpp"
#include "net/line.hpp"

namespace chatd::net {

Common::Common(Options chosen)
    : options(std::move(chosen)),
      proxies(options.trusted_proxies),
      plain_rules{true, {options.message_bytes_max, options.fragments_max}},
      engine_rules{false, {options.message_bytes_max, options.fragments_max}} {}

Loop::Loop(Common& common, std::size_t index, boost::asio::io_context::executor_type chat, hub::Door& door, boost::asio::io_context* shared)
    : common_(common),
      index_(index),
      own_(shared ? nullptr : std::make_unique<boost::asio::io_context>(1)),
      context_(shared ? shared : own_.get()),
      buffer_(64 * 1024),
      scratch_(16 * 1024),
      strangers_(common.options.strangers_per_address_max),
      sockets_(common.options.sockets_per_address_max),
      outboxes_(common.options.outbox_bytes_max, common.options.outboxes_bytes_max),
      files_(common.options.static_root),
      outgoing_(std::make_shared<Outgoing>(chat, context_->get_executor(), *this)),
      incoming_(std::make_shared<Incoming>(chat, door, outgoing_)),
      now_(std::chrono::steady_clock::now()),
      deadlines_(common.options.tick),
      timer_(*context_),
      self_(std::make_shared<Loop*>(this)) {}

Loop::~Loop() {
    *self_ = nullptr;
    outgoing_->close();
    incoming_->close();
}

void Loop::start() {
    work_.emplace(context_->get_executor());
    if (own_) thread_ = std::thread([this] { context_->run(); });
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
}

std::string_view Loop::http_date() {
    auto seconds = std::time(nullptr);
    if (seconds != date_of_) {
        date_of_ = seconds;
        std::tm parts{};
        gmtime_r(&seconds, &parts);
        char text[40];
        date_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    }
    return date_;
}

void Loop::set_deadline(Timed& timed, Time due) {
    deadlines_.set(timed, due);
    arm();
}

void Loop::deadline_by(Timed& timed, Time due) {
    deadlines_.sooner(timed, due);
    arm();
}

void Loop::arm() {
    if (ended_ || deadlines_.empty() || deadlines_.earliest() >= armed_for_) return;
    armed_for_ = deadlines_.earliest();
    timer_.expires_at(armed_for_);
    timer_.async_wait([this, self = self_](boost::system::error_code failed) {
        if (failed || !*self || ended_) return;
        tick();
        armed_for_ = Time::max();
        deadlines_.run(now_);
        arm();
    });
}

void Loop::flush_later(std::shared_ptr<Flushed> flushed) {
    dirty_.push_back(std::move(flushed));
    turn_end_later();
}

void Loop::release_later(std::shared_ptr<void> held) {
    graveyard_.push_back(std::move(held));
    turn_end_later();
}

void Loop::report(Report report) {
    incoming_->put(std::move(report));
    turn_end_later();
}

void Loop::turn_end_later() {
    if (turn_end_posted_) return;
    turn_end_posted_ = true;
    boost::asio::post(*context_, [self = self_] {
        if (*self) (*self)->turn_end();
    });
}

void Loop::turn_end() {
    turn_end_posted_ = false;
    auto dead = std::move(graveyard_);
    graveyard_.clear();
    auto dirty = std::move(dirty_);
    dirty_.clear();
    for (auto& one : dirty) one->flush();
    incoming_->hand_over();
}

void Loop::take(Order& order) {
    tick();
    if (order.kind == Order::Kind::take) return order.exchange->take(std::move(order.sink));
    if (order.kind == Order::Kind::answer) return order.exchange->answer(std::move(*order.response));
    if (auto* speaker = order.line->speaker()) speaker->take(order);
}

void Loop::drain(std::chrono::milliseconds over) {
    tick();
    std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<std::chrono::milliseconds::rep> after(0, over.count());
    for (auto* timed : deadlines_.all()) timed->drain(now_ + std::chrono::milliseconds(after(random)));
}

void Loop::drop_all() {
    tick();
    deadlines_.drop_all();
    engines_.clear();
    turn_end();
    ended_ = true;
    timer_.cancel();
    outgoing_->close();
    work_.reset();
}

}  // namespace chatd::net
