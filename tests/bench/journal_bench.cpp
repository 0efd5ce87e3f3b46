// How fast the journal stores, in a closed loop, on a PostgreSQL of its own (durable, as in production).
//
//     build/release/tests/bench/chatd_journal_bench [in flight = 128] [seconds = 5] [channels = 500] [journals = 1]
//
// With several journals, each with a connection of its own, a channel belongs to one of them. Prints messages a second, the latency of an append, the mean batch, and the CPU of PostgreSQL and of this program for 1,000 messages.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <pqxx/nontransaction>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "db/cluster.hpp"
#include "db/connection.hpp"
#include "db/journal.hpp"
#include "db/migrations.hpp"

using namespace chatd;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {
struct Load {
    std::vector<ChannelId> channels;
    UserId sender;
    TenantId tenant;
    Clock::time_point end;
    std::vector<double> latencies_ms;
    std::size_t refused = 0;
};

/// CPU seconds of the postmaster and its children that live now.
double postgres_cpu_s(pid_t postmaster) {
    double ticks = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "stat");
        std::string text;
        if (!std::getline(file, text)) continue;
        const auto after_name = text.rfind(')');
        if (after_name == std::string::npos) continue;
        std::istringstream rest(text.substr(after_name + 2));
        std::string state;
        std::vector<double> numbers;
        rest >> state;
        for (double number = 0; numbers.size() < 12 && rest >> number;) numbers.push_back(number);
        if (numbers.size() < 12) continue;
        if (static_cast<pid_t>(numbers[0]) == postmaster || entry.path().filename() == std::to_string(postmaster)) ticks += numbers[10] + numbers[11];
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}
double own_cpu_s() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Task<> talk(std::deque<db::Journal>& journals, Load& load, unsigned seed) {
    std::mt19937 random(seed);
    while (Clock::now() < load.end) {
        db::JournalInput input;
        input.tenant = load.tenant;
        input.sender = load.sender;
        input.channel = load.channels[random() % load.channels.size()];
        input.client_id = Uuid::random();
        input.content.assign(100 + random() % 200, 'x');
        input.body_hash = static_cast<std::int64_t>(random());
        input.notify = random() % 5 == 0;
        auto& journal = journals[static_cast<std::size_t>(input.channel.value) % journals.size()];
        const auto begun = Clock::now();
        const auto outcome = co_await journal.append(std::move(input));
        load.latencies_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
        load.refused += outcome.code != db::JournalCode::stored;
    }
}

Load prepare(const std::string& url, int channels) {
    db::migrate(url);
    db::Connection connection(url, {});
    pqxx::nontransaction tx(connection.raw());
    Load load;
    load.tenant.value = tx.exec1("INSERT INTO tenants (slug, name) VALUES ('bench', 'Bench') RETURNING id")[0].as<std::int64_t>();
    const auto tenant = std::to_string(load.tenant.value);
    load.sender.value = tx.exec1("INSERT INTO users (tenant_id, kind, name) VALUES (" + tenant + ", 'technician', 'B') RETURNING id")[0].as<std::int64_t>();
    for (int i = 0; i < channels; ++i) {
        const auto id = tx.exec1("INSERT INTO chat_channels (tenant_id, kind) VALUES (" + tenant + ", 'group') RETURNING id")[0].as<std::int64_t>();
        load.channels.push_back({id});
    }
    tx.exec("INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) SELECT tenant_id, id, " + std::to_string(load.sender.value) +
            ", 'member' FROM chat_channels");
    return load;
}
}  // namespace

int main(int count, char** arguments) {
    auto argument = [&](int at, int otherwise) { return count > at ? std::atoi(arguments[at]) : otherwise; };
    const int in_flight = argument(1, 128), seconds = argument(2, 5), channels = argument(3, 500), writers = argument(4, 1);
    auto home = (fs::temp_directory_path() / "chatd-bench-XXXXXX").string();
    if (!mkdtemp(home.data())) return 1;
    {
        db::ClusterOptions place;
        place.directory = home;
        db::Cluster cluster(place);
        auto load = prepare(cluster.url(), channels);
        db::JournalOptions options;
        options.url = cluster.url();
        std::deque<db::Journal> journals;
        for (int i = 0; i < writers; ++i) journals.emplace_back(options);
        boost::asio::io_context io(1);
        const auto begun = Clock::now();
        const auto postgres_before = postgres_cpu_s(cluster.pid()), own_before = own_cpu_s();
        load.end = begun + std::chrono::seconds(seconds);
        for (int i = 0; i < in_flight; ++i) boost::asio::co_spawn(io, talk(journals, load, static_cast<unsigned>(i)), boost::asio::detached);
        io.run();
        const auto took_s = std::chrono::duration<double>(Clock::now() - begun).count();
        const auto postgres = postgres_cpu_s(cluster.pid()) - postgres_before, own = own_cpu_s() - own_before;
        auto& latencies = load.latencies_ms;
        std::sort(latencies.begin(), latencies.end());
        const auto n = static_cast<double>(latencies.size());
        double batches = 0;
        for (const auto& journal : journals) batches += static_cast<double>(journal.gauges().batches.load());
        auto quantile = [&](double q) { return latencies.empty() ? 0.0 : latencies[static_cast<std::size_t>(q * (n - 1))]; };
        std::printf("%d in flight, %d channels: %.0f msg/s, p50 %.1f ms, p99 %.1f ms, mean batch %.0f\n", in_flight, channels, n / took_s, quantile(0.5),
                    quantile(0.99), n / batches);
        std::printf("CPU for 1,000 messages: PostgreSQL %.1f ms, this program %.1f ms%s\n", postgres / n * 1e6, own / n * 1e6,
                    load.refused ? " (some were refused!)" : "");
    }
    fs::remove_all(home);
}
