// The daemon, put together: everything is built top to bottom in the constructor, and stopped in reverse. Main thread = chat thread.
#pragma once
#include <filesystem>
#include <memory>

#include "chatd/config.hpp"

namespace chatd::app {

struct Serve {
    Config config;
    std::filesystem::path config_file;  ///< read again on SIGHUP; empty if there was none
    bool demo = false;                  ///< fill an empty database with demo data
};

/// Runs until SIGTERM or SIGINT, drains, and returns the process's exit status.
int serve(Serve options);

}  // namespace chatd::app
