// The metrics that are read where the numbers already are: of the wire, the hub, the database, the journal. Operations count themselves
// (app/features.cpp). Chat thread only.
#pragma once
#include "app/features.hpp"
#include "net/server.hpp"
#include "ops/probes.hpp"

namespace chatd::app {

/// Everything named must live as long as metrics::text() may be called.
struct Counted {
    const Features& features;
    const db::Database& database;
    const db::Journal& journal;
    const net::Server& server;
    const Nursery& nursery;
    const ops::Probes& probes;
};
void add_metrics(const Counted& counted);

}  // namespace chatd::app
