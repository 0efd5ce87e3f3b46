#include "db/cluster.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <pqxx/nontransaction>

#include "chatd/error.hpp"
#include "db/connection.hpp"
#include "db/postgres_files.hpp"
#include "support/postgres.hpp"

using namespace chatd;
namespace fs = std::filesystem;

namespace {
std::string ask(const std::string& url, const std::string& sql) {
    db::Connection connection(url, {});
    return pqxx::nontransaction(connection.raw()).exec1(sql)[0].c_str();
}
/// What the cluster says, line by line.
class Said {
public:
    void operator()(std::string_view line) {
        std::lock_guard lock(mutex_);
        lines_.emplace_back(line);
        wake_.notify_all();
    }
    void wait_for(std::string_view line) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] {
            for (const auto& said : lines_)
                if (said.find(line) != std::string::npos) return true;
            return false;
        });
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::string> lines_;
};
db::ClusterOptions in(const fs::path& directory, Said* said = nullptr) {
    auto options = test::throw_away(directory);
    if (said) options.log = [said](std::string_view line) { (*said)(line); };
    return options;
}
}  // namespace

TEST(Cluster, TakesConnectionsOnAPrivateSocketAndNowhereElse) {
    const auto& url = test::cluster().url();
    EXPECT_EQ(ask(url, "SHOW listen_addresses"), "");
    EXPECT_EQ(ask(url, "SHOW server_encoding"), "UTF8");
    EXPECT_EQ(ask(url, "SHOW fsync"), "on");
    const fs::path socket = ask(url, "SHOW unix_socket_directories");
    EXPECT_EQ(fs::status(socket).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST(Cluster, KeepsWhatWasStoredOverAStopAndAStart) {
    test::TemporaryDirectory home;
    {
        db::Cluster cluster(in(home.path / "pg"));
        ask(cluster.url(), "SELECT lo_create(4711)");
        cluster.stop();
        EXPECT_EQ(cluster.pid(), 0);
    }
    db::Cluster cluster(in(home.path / "pg"));
    EXPECT_EQ(ask(cluster.url(), "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711"), "1");
}

TEST(Cluster, RestartsAPostmasterThatWasKilled) {
    test::TemporaryDirectory home;
    Said said;
    db::Cluster cluster(in(home.path / "pg", &said));
    const auto url = cluster.url();
    const auto first = cluster.pid();
    kill(first, SIGKILL);
    said.wait_for("is back");
    EXPECT_NE(cluster.pid(), first);
    EXPECT_EQ(cluster.url(), url);
    EXPECT_EQ(ask(url, "SELECT 'alive'"), "alive");
}

TEST(Cluster, AdoptsAServerThatOutlivedItsDaemon) {
    test::TemporaryDirectory home;
    const auto path = home.path / "pg";
    db::Cluster first(in(path));
    Said said;
    db::Cluster second(in(path, &said));  // as a daemon that finds the first one's server
    said.wait_for("adopted it");
    EXPECT_EQ(second.pid(), first.pid());
    EXPECT_EQ(ask(second.url(), "SELECT 'alive'"), "alive");
    first.stop();
    said.wait_for("is back");
    EXPECT_EQ(ask(second.url(), "SELECT 'alive'"), "alive");
}

TEST(Cluster, WorksWhereItsUserCannotWalkTo) {
    test::TemporaryDirectory home;
    fs::create_directory(home.path / "closed");
    fs::permissions(home.path / "closed", fs::perms::owner_all);
    db::Cluster cluster(in(home.path / "closed" / "pg"));
    EXPECT_EQ(ask(cluster.url(), "SELECT 'alive'"), "alive");
}

TEST(Cluster, WorksInAPathTooLongForASocket) {
    test::TemporaryDirectory home;
    db::Cluster cluster(in(home.path / std::string(120, 'x')));
    EXPECT_EQ(ask(cluster.url(), "SELECT 'alive'"), "alive");
}

TEST(Cluster, RefusesADirectoryWithOtherThingsInIt) {
    test::TemporaryDirectory home;
    fs::create_directories(home.path / "data" / "photos");
    try {
        db::Cluster cluster(in(home.path));
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(error.message.find("is not empty and no PostgreSQL cluster"), std::string::npos) << error.message;
    }
    EXPECT_TRUE(fs::exists(home.path / "data" / "photos"));
}

TEST(Cluster, AStalePidFileWithTheNumberOfALivingProcessIsNoHindrance) {
    test::TemporaryDirectory home;
    { db::Cluster cluster(in(home.path)); }
    // Another PostgreSQL of the same user: what PostgreSQL itself would take for a server of this directory.
    std::ofstream(home.path / "data" / "postmaster.pid") << test::cluster().pid() << "\n" << (home.path / "data").string() << "\n1\n5432\n";
    db::Cluster cluster(in(home.path));
    EXPECT_EQ(ask(cluster.url(), "SELECT 'alive'"), "alive");
}

TEST(Cluster, LeavesNothingOutsideItsDirectory) {
    test::TemporaryDirectory home;
    const auto path = home.path / std::string(120, 'x');
    fs::path elsewhere;
    {
        db::Cluster cluster(in(path));
        elsewhere = fs::read_symlink(path / "socket");
        EXPECT_TRUE(fs::exists(elsewhere));
    }
    EXPECT_FALSE(fs::exists(elsewhere));
}

TEST(Cluster, AnotherProgramWithTheNumberOfAPidFileIsNotAServer) { EXPECT_FALSE(db::serves(getpid(), fs::current_path())); }
