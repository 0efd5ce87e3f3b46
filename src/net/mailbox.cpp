#include "net/mailbox.hpp"

#include <boost/asio/post.hpp>

#include "net/exchange.hpp"
#include "net/line.hpp"

namespace chatd::net {
namespace {
/// More than this in one turn is handed over before its end, so that the other thread need not wait for all of it.
constexpr std::size_t batch_max = 512;
}  // namespace

void Outgoing::put(Order order) {
    gathered_.push_back(std::move(order));
    if (gathered_.size() >= batch_max) return hand_over();
    if (posted_) return;
    posted_ = true;
    boost::asio::post(chat_, [self = shared_from_this()] {
        self->posted_ = false;
        self->hand_over();
    });
}

void Outgoing::hand_over() {
    if (gathered_.empty()) return;
    std::lock_guard lock(mutex_);
    if (!taker_) return gathered_.clear();
    if (handed_.empty()) {
        handed_.swap(gathered_);
    } else {
        for (auto& order : gathered_) handed_.push_back(std::move(order));
        gathered_.clear();
    }
    if (awake_) return;
    awake_ = true;
    boost::asio::post(loop_, [self = shared_from_this()] { self->deliver(); });
}

void Outgoing::deliver() {
    std::vector<Order> orders;
    {
        std::lock_guard lock(mutex_);
        orders.swap(handed_);
        awake_ = false;
    }
    for (auto& order : orders) {
        if (!taker_) return;
        taker_->take(order);
    }
}

void Outgoing::close() {
    std::lock_guard lock(mutex_);
    taker_ = nullptr;
    handed_.clear();
}

void Incoming::hand_over() {
    if (gathered_.empty()) return;
    std::lock_guard lock(mutex_);
    if (handed_.empty()) {
        handed_.swap(gathered_);
    } else {
        for (auto& report : gathered_) handed_.push_back(std::move(report));
        gathered_.clear();
    }
    if (awake_) return;
    awake_ = true;
    boost::asio::post(chat_, [self = shared_from_this()] { self->deliver(); });
}

void Incoming::deliver() {
    std::vector<Report> reports;
    {
        std::lock_guard lock(mutex_);
        reports.swap(handed_);
        awake_ = false;
    }
    for (auto& report : reports) {
        if (!door_) return;
        tell(report);
    }
}

void Incoming::close() { door_ = nullptr; }

void Incoming::tell(Report& report) {
    // What a door throws ends that one request, never the daemon (RELIABILITY S17).
    const Error broken(Code::internal, "The server failed to answer this.");
    switch (report.kind) {
        case Report::Kind::opened:
            try {
                door_->opened(report.line, std::move(*report.handshake), std::move(report.id));
            } catch (const std::exception&) {
                report.line->refuse(broken, hub::policy);
            }
            return;
        case Report::Kind::event: {
            auto id = report.id;
            try {
                door_->event(report.line, std::move(report.name), std::move(report.body), std::move(report.id));
            } catch (const std::exception&) {
                if (id) report.line->ack(*id, broken);
            }
            if (!id) report.line->taken();
            return;
        }
        case Report::Kind::closed:
            report.line->over();
            door_->closed(report.line);
            report.line->session.reset();
            return;
        case Report::Kind::request: {
            auto respond = [exchange = report.exchange, back = back_](hub::HttpResponse response) {
                back->put({Order::Kind::answer, {}, {}, {0, {}, false}, exchange, std::make_unique<hub::HttpResponse>(std::move(response))});
            };
            if (auto& incoming = report.request->incoming)
                incoming->take = [exchange = report.exchange, back = back_](std::shared_ptr<hub::BodySink> sink) {
                    back->put({Order::Kind::take, {}, {}, {0, {}, false}, exchange, {}, std::move(sink)});
                };
            try {
                door_->request(std::move(*report.request), respond);
            } catch (const std::exception&) {
                respond(hub::HttpResponse{500, "application/problem+json", R"({"type":"about:blank","title":"Internal error","status":500,"code":"internal"})", {}});
            }
            return;
        }
    }
}

}  // namespace chatd::net
