// A way to a PostgreSQL that a test can cut: a socket that passes bytes on, for as long as it is told to.
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/postgres.hpp"

namespace chatd::test {

class Line {
public:
    static constexpr int for_ever = -1;

    /// `url` is one of the cluster's: its host is a directory with a socket.
    explicit Line(const std::string& url);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// The same database, by this way.
    const std::string& url() const { return url_; }
    /// Connections that are made from now on end after so many answers (ReadyForQuery) of the server; 0: at once. Those that are there end now.
    void cut_after(int answers);

private:
    void accept_all();
    void pass(int client, int answers);

    TemporaryDirectory directory_;
    std::string server_, url_;
    std::atomic<int> answers_{for_ever};
    std::mutex mutex_;
    std::vector<int> clients_;
    std::vector<std::thread> passing_;
    int listener_;
    std::thread accepting_;
};

}  // namespace chatd::test
