// loadgen: load for chatd over its socket doors. One epoll thread; one JSON object on standard output at the end.
//
//   loadgen --door plain|socketio --port P --tokens FILE --rooms FILE --members N [--senders N]
//           --mode idle|closed|open [--window 128] [--rate 500] [--seconds 6] [--warm 1.5] [--body 100] [--pid N] [--postgres N]
//
// FILE of tokens: one a line, for room 0 member 0, room 0 member 1, room 1 member 0 …; used again from the start when there are
// fewer than connections. FILE of rooms: a channel id a line. A message is done when its sender has the acknowledgement and
// everybody else in the room has it. `closed` keeps `window` messages under way; `open` sends at `rate`, and latency counts from
// the moment a message was due. `idle` opens all connections, joins, and looks at the daemon's memory.
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "connection.hpp"
#include "dialect.hpp"
#include "machine.hpp"

namespace chatd::bench {
namespace {

std::uint64_t now_ns() {
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
}
constexpr std::uint64_t ns(double seconds) { return static_cast<std::uint64_t>(seconds * 1e9); }

struct Options {
    Dialect dialect = Dialect::plain;
    std::string mode = "closed";
    std::uint16_t port = 0;
    std::vector<std::string> tokens, rooms;
    std::size_t members = 2, senders = 1'000'000, window = 128, body = 100, opening = 64;
    double rate = 500, seconds = 6, warm = 1.5;
    pid_t daemon = 0, postgres = 0;
};

std::vector<std::string> lines(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("can't read " + file);
    std::vector<std::string> found;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) found.push_back(line);
    if (found.empty()) throw std::runtime_error(file + " is empty");
    return found;
}

Options read(int argc, char** argv) {
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < argc; i += 2) given[argv[i]] = argv[i + 1];
    Options options;
    const auto take = [&](const char* name, auto&& use) {
        if (auto found = given.extract(name)) use(found.mapped());
    };
    const auto size = [](std::size_t& into) { return [&into](const std::string& text) { into = std::stoul(text); }; };
    const auto real = [](double& into) { return [&into](const std::string& text) { into = std::stod(text); }; };
    const auto pid = [](pid_t& into) { return [&into](const std::string& text) { into = std::stoi(text); }; };
    take("--door", [&](const std::string& text) { options.dialect = text == "socketio" ? Dialect::socketio : Dialect::plain; });
    take("--mode", [&](const std::string& text) { options.mode = text; });
    take("--port", [&](const std::string& text) { options.port = static_cast<std::uint16_t>(std::stoul(text)); });
    take("--tokens", [&](const std::string& text) { options.tokens = lines(text); });
    take("--rooms", [&](const std::string& text) { options.rooms = lines(text); });
    take("--members", size(options.members));
    take("--senders", size(options.senders));
    take("--window", size(options.window));
    take("--body", size(options.body));
    take("--rate", real(options.rate));
    take("--seconds", real(options.seconds));
    take("--warm", real(options.warm));
    take("--pid", pid(options.daemon));
    take("--postgres", pid(options.postgres));
    if (!given.empty()) throw std::runtime_error("unknown option " + given.begin()->first);
    if (options.port == 0 || options.tokens.empty() || options.rooms.empty()) throw std::runtime_error("--port, --tokens and --rooms are needed");
    return options;
}

/// The value below which the share `q` of the values lies, in ms; -1 without values.
double quantile_ms(std::vector<std::uint32_t>& us, double q) {
    if (us.empty()) return -1;
    const auto at = std::min(us.size() - 1, static_cast<std::size_t>(q * static_cast<double>(us.size())));
    std::nth_element(us.begin(), us.begin() + static_cast<std::ptrdiff_t>(at), us.end());
    return us[at] / 1000.0;
}

class Load {
public:
    explicit Load(Options options) : options_(std::move(options)), epoll_(::epoll_create1(0)), under_way_(1U << 20) {}

    void open_all();
    void stay_idle();
    void talk();

private:
    struct Member {
        Connection connection;
        std::size_t room = 0;
        std::string token;
        bool joined = false;
    };
    struct UnderWay {
        std::uint64_t sent_ns = 0;
        const Member* sender = nullptr;
        std::size_t left = 0;
    };
    struct Counts {
        std::uint64_t sent = 0, acked = 0, delivered = 0, done = 0, refused = 0;
    };

    void prepare(Member& member);
    void heard(Member& member, std::string_view text);
    void done_in_part(UnderWay& message);
    void send(std::uint64_t due_ns);
    void poll(std::uint64_t at_most_ns);
    UnderWay& slot(std::uint64_t id) { return under_way_[id % under_way_.size()]; }
    void report(const Counts& before, const Cpu& cpu_before, const Cpu& cpu_after, double seconds);

    Options options_;
    int epoll_;
    std::vector<std::unique_ptr<Member>> members_;
    std::vector<UnderWay> under_way_;
    std::size_t ready_ = 0, gone_ = 0, opened_ = 0, turn_ = 0, free_ = 0;
    std::uint64_t next_id_ = 1, late_max_ns_ = 0;
    bool measuring_ = false;
    Counts counts_;
    std::vector<std::uint32_t> delivery_us_, ack_us_;
};

void Load::prepare(Member& member) {
    member.connection.on_open = [] {};
    member.connection.on_text = [this, &member](std::string_view text) { heard(member, text); };
    member.connection.on_gone = [this, &member](std::string_view why) {
        if (++gone_ <= 3) std::fprintf(stderr, "a connection has gone: %.*s\n", static_cast<int>(why.size()), why.data());
        if (member.joined) --ready_;
    };
}

void Load::open_all() {
    const auto wanted = options_.rooms.size() * options_.members;
    for (std::size_t i = 0; i < wanted; ++i) {
        members_.push_back(std::make_unique<Member>());
        members_[i]->room = i / options_.members;
        members_[i]->token = options_.tokens[i % options_.tokens.size()];
        prepare(*members_[i]);
    }
    const auto give_up = now_ns() + ns(180);
    while (ready_ + gone_ < wanted) {
        while (opened_ < wanted && opened_ - ready_ - gone_ < options_.opening) {
            auto& member = *members_[opened_];
            member.connection.connect(epoll_, static_cast<std::uint32_t>(opened_), options_.port, path_of(options_.dialect),
                                      protocols_of(options_.dialect, member.token));
            ++opened_;
        }
        poll(ns(0.005));
        if (now_ns() > give_up) throw std::runtime_error("only " + std::to_string(ready_) + " connections are ready");
    }
    if (gone_ > 0) throw std::runtime_error(std::to_string(gone_) + " connections were lost");
}

void Load::heard(Member& member, std::string_view text) {
    const auto what = understand(options_.dialect, text);
    const auto now = now_ns();
    switch (what.kind) {
        case Heard::Kind::nothing: return;
        case Heard::Kind::ping: return member.connection.send("3");
        case Heard::Kind::open: return member.connection.send(sign_in(options_.dialect, member.token));
        case Heard::Kind::hello: return member.connection.send(join(options_.dialect, options_.rooms[member.room], 0));
        case Heard::Kind::refused:
            if (++counts_.refused <= 3) std::fprintf(stderr, "refused: %.*s\n", static_cast<int>(std::min<std::size_t>(text.size(), 300)), text.data());
            return;
        case Heard::Kind::ack: {
            if (what.id == 0) {
                member.joined = true;
                ++ready_;
                return;
            }
            auto& message = slot(what.id);
            ++counts_.acked;
            if (measuring_) ack_us_.push_back(static_cast<std::uint32_t>((now - message.sent_ns) / 1000));
            return done_in_part(message);
        }
        case Heard::Kind::delivery: {
            auto& message = slot(what.id);
            if (message.sent_ns != what.sent_ns || message.sender == &member) return;  // of an earlier run, or one's own
            ++counts_.delivered;
            if (measuring_) delivery_us_.push_back(static_cast<std::uint32_t>((now - message.sent_ns) / 1000));
            return done_in_part(message);
        }
    }
}

void Load::done_in_part(UnderWay& message) {
    if (--message.left > 0) return;
    ++counts_.done;
    ++free_;
}

/// By the rooms in turn, and in each by its senders in turn.
void Load::send(std::uint64_t due_ns) {
    const auto room = turn_ % options_.rooms.size();
    const auto place = (turn_ / options_.rooms.size()) % std::min(options_.senders, options_.members);
    ++turn_;
    auto& member = *members_[room * options_.members + place];
    const auto id = next_id_++;
    slot(id) = UnderWay{due_ns, &member, options_.members};
    ++counts_.sent;
    member.connection.send(message(options_.dialect, options_.rooms[room], id, marked(id, due_ns, options_.body)));
}

void Load::poll(std::uint64_t at_most_ns) {
    std::array<epoll_event, 512> events;
    const timespec wait{static_cast<time_t>(at_most_ns / 1'000'000'000), static_cast<long>(at_most_ns % 1'000'000'000)};
    const int found = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &wait, nullptr);
    for (int i = 0; i < found; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        auto& connection = members_[event.data.u32]->connection;
        if (connection.state() != Connection::State::gone && (event.events & EPOLLOUT)) connection.writable();
        if (connection.state() != Connection::State::gone && (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR))) connection.readable();
    }
}

void Load::stay_idle() {
    const auto before_kib = resident_kib(options_.daemon);
    const auto cpu_before = cpu(options_.daemon, options_.postgres);
    const auto begun = now_ns();
    open_all();
    const auto opened_s = static_cast<double>(now_ns() - begun) / 1e9;
    const auto cpu_opened = cpu(options_.daemon, options_.postgres);
    for (const auto end = now_ns() + ns(options_.seconds); now_ns() < end;) poll(ns(0.02));
    const auto count = static_cast<double>(members_.size());
    std::printf(R"({"mode":"idle","connections":%zu,"open_s":%.2f,"cpu_ms_per_connect":%.4f,"rss_before_kib":%.0f,"rss_after_kib":%.0f,)"
                R"("kib_per_connection":%.2f,"lost":%zu})" "\n",
                members_.size(), opened_s, (cpu_opened.daemon - cpu_before.daemon) * 1000 / count, before_kib, resident_kib(options_.daemon),
                (resident_kib(options_.daemon) - before_kib) / count, gone_);
}

void Load::talk() {
    open_all();
    const bool closed = options_.mode == "closed";
    free_ = closed ? options_.window : 0;
    const auto step = static_cast<std::uint64_t>(1e9 / options_.rate);
    const auto start = now_ns() + ns(options_.warm);
    auto due = now_ns();
    Counts before;
    Cpu cpu_before;
    std::uint64_t begun = 0;
    for (;;) {
        auto now = now_ns();
        if (!measuring_ && now >= start) {
            measuring_ = true;
            before = counts_;
            cpu_before = cpu(options_.daemon, options_.postgres);
            begun = now_ns();
        }
        if (measuring_ && now_ns() >= begun + ns(options_.seconds)) break;
        if (closed) {
            for (; free_ > 0; --free_) send(now_ns());
            poll(ns(0.005));
        } else {
            for (int burst = 0; due <= now && burst < 256; ++burst, due += step) {
                late_max_ns_ = std::max(late_max_ns_, now - due);
                send(due);
            }
            now = now_ns();
            poll(due > now ? std::min(due - now, ns(0.005)) : 0);
        }
        if (gone_ > 0) throw std::runtime_error("a connection was lost under load");
    }
    report(before, cpu_before, cpu(options_.daemon, options_.postgres), static_cast<double>(now_ns() - begun) / 1e9);
}

void Load::report(const Counts& before, const Cpu& cpu_before, const Cpu& cpu_after, double seconds) {
    const auto delivered = static_cast<double>(counts_.delivered - before.delivered);
    const auto acked = static_cast<double>(counts_.acked - before.acked);
    const auto done = static_cast<double>(counts_.done - before.done);
    const auto daemon_s = cpu_after.daemon - cpu_before.daemon, postgres_s = cpu_after.postgres - cpu_before.postgres;
    const auto own_s = cpu_after.own - cpu_before.own, all_s = cpu_after.all - cpu_before.all;
    std::printf(R"({"mode":"%s","rooms":%zu,"members":%zu,"seconds":%.2f,"messages_s":%.0f,"acked_s":%.0f,"delivered_s":%.0f,)"
                R"("delivery_p50_ms":%.3f,"delivery_p99_ms":%.3f,"ack_p50_ms":%.3f,"ack_p99_ms":%.3f,)"
                R"("daemon_cpu_ms_per_1000":%.2f,"postgres_cpu_ms_per_1000":%.2f,"own_cpu_ms_per_1000":%.2f,"daemon_us_per_delivery":%.3f,)"
                R"("daemon_cores":%.2f,"postgres_cores":%.2f,"own_cores":%.2f,"others_cores":%.2f,"late_max_ms":%.2f,"rss_mib":%.1f,"refused":%llu})" "\n",
                options_.mode.c_str(), options_.rooms.size(), options_.members, seconds, done / seconds, acked / seconds, delivered / seconds,
                quantile_ms(delivery_us_, 0.5), quantile_ms(delivery_us_, 0.99), quantile_ms(ack_us_, 0.5), quantile_ms(ack_us_, 0.99),
                daemon_s * 1e6 / acked, postgres_s * 1e6 / acked, own_s * 1e6 / acked, daemon_s * 1e6 / delivered, daemon_s / seconds,
                postgres_s / seconds, own_s / seconds, std::max(0.0, (all_s - daemon_s - postgres_s - own_s) / seconds),
                static_cast<double>(late_max_ns_) / 1e6, resident_kib(options_.daemon) / 1024, static_cast<unsigned long long>(counts_.refused));
}

}  // namespace
}  // namespace chatd::bench

int main(int argc, char** argv) {
    try {
        std::signal(SIGPIPE, SIG_IGN);
        rlimit files{65536, 65536};
        ::setrlimit(RLIMIT_NOFILE, &files);
        auto options = chatd::bench::read(argc, argv);
        const bool idle = options.mode == "idle";
        chatd::bench::Load load(std::move(options));
        if (idle) load.stay_idle();
        else load.talk();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "loadgen: %s\n", error.what());
        return 1;
    }
}
