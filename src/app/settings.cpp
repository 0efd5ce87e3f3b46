#include "app/settings.hpp"

#include <filesystem>

#include "app/descriptors.hpp"
#include "files/s3.hpp"

namespace chatd::app {

namespace fs = std::filesystem;

namespace {

/// The browser apps: as configured, else beside an installed binary, else in the source tree that it was built in.
std::string static_root(const Config& config) {
    if (config.server.static_root) return *config.server.static_root;
    const auto binary = fs::read_symlink("/proc/self/exe").parent_path();
    for (const auto& candidate : {binary / "../share/chatd/web", binary / "../../web/dist"})
        if (fs::exists(candidate / "index.html")) return fs::canonical(candidate).string();
    return {};
}

/// As configured, else the one that the daemon makes and keeps.
std::vector<AuthKey> auth_keys(const Config& config) {
    if (!config.auth.keys.empty()) return config.auth.keys;
    return {kept_auth_key(config.data_dir)};
}

constexpr std::string_view upload_path = "/api/chat-upload/upload";
constexpr std::uint64_t form_bytes_max = 64 * 1024;  // beside the file

}  // namespace

db::DatabaseOptions database_options(const Config& config, const std::string& url) {
    db::DatabaseOptions out;
    out.url = url;
    out.connections = config.database.pool;
    return out;
}

db::DatabaseOptions search_options(const Config& config, const std::string& url) {
    auto out = database_options(config, url);
    out.connections = config.database.search_pool;
    out.queue_max = 64;
    out.answer_time = config.database.search_time * 3;  // two statements may each take all of it
    return out;
}

db::DatabaseOptions indexing_options(const Config& config, const std::string& url) {
    auto out = database_options(config, url);
    out.connections = 1;
    out.statement_timeout = std::chrono::seconds(60);
    out.answer_time = std::chrono::seconds(90);
    return out;
}

db::JournalOptions journal_options(const Config&, const std::string& url) {
    db::JournalOptions out;
    out.url = url;
    return out;
}

accounts::Options accounts_options(const Config& config) {
    const auto& auth = config.auth;
    accounts::Options out;
    for (const auto& key : auth_keys(config)) out.keyring.add_secret(key.kid, key.secret->value);
    out.rules.issuer = auth.issuer;
    out.rules.audience = auth.audience;
    out.rules.trusted_issuers = auth.trusted_issuers;
    if (auth.jwks) out.jwks_file = *auth.jwks;
    out.provision_staff = auth.provision_staff;
    out.lifetimes.access = std::chrono::duration_cast<std::chrono::seconds>(auth.access_ttl);
    out.lifetimes.refresh = std::chrono::duration_cast<std::chrono::seconds>(auth.refresh_ttl);
    out.lifetimes.visitor_refresh = std::chrono::duration_cast<std::chrono::seconds>(auth.visitor_refresh_ttl);
    out.rate_limits = config.limits.profile != LimitsProfile::off;
    out.signing_in = config.limits.sign_ins;
    out.visiting = config.limits.visitors;
    return out;
}

files::Files::Rules file_rules(const Config& config) {
    const auto& files = config.files;
    files::Files::Rules out;
    out.directory = files.directory ? fs::path(*files.directory) : fs::path(config.data_dir) / "files";
    out.uploading = config.limits.uploads;
    out.upload_bytes_max = files.upload_bytes.bytes;
    out.daily_bytes_max = files.daily_bytes.bytes;
    out.at_once_max = static_cast<std::size_t>(files.uploads_at_once);
    out.staged_for = std::chrono::duration_cast<std::chrono::seconds>(files.staged_for);
    out.limits = config.limits.profile != LimitsProfile::off;
    out.types = files.types;
    out.inspector = {files::inspector_program(), files.picture_pixels, files.thumbnail_edge};
    if (files.clamd) {
        const auto& clamd = *files.clamd;
        out.clamd = files::Clamd{clamd.socket, clamd.time};
        out.unchecked = clamd.unreachable == ScannerAway::accept;
    }
    return out;
}

std::unique_ptr<files::Storage> file_storage(const Config& config) {
    if (config.files.storage == FileStorage::disk) return std::make_unique<files::Disk>(file_rules(config).directory / "stored");
    const auto& s3 = *config.files.s3;
    files::S3Place place{s3.endpoint, s3.region, s3.bucket, s3.prefix, s3.access_key, s3.secret->value};
    if (!place.prefix.empty() && !place.prefix.ends_with('/')) place.prefix += '/';
    while (place.endpoint.ends_with('/')) place.endpoint.pop_back();
    return std::make_unique<files::S3>(std::move(place));
}

files::Links file_links(const Config& config) {
    std::vector<std::string> secrets;
    for (const auto& key : auth_keys(config)) secrets.push_back(key.secret->value);
    return files::Links(secrets, std::chrono::duration_cast<std::chrono::seconds>(config.files.link_ttl));
}

net::Options metrics_options(const Config& config) {
    net::Options out;
    const auto endpoint = Endpoint::parse(*config.server.metrics_listen);
    if (!endpoint) throw invalid("server.metrics_listen", "is not an address and port");
    out.address = endpoint->host;
    out.port = endpoint->port;
    out.io_threads = 0;
    return out;
}

net::Options server_options(const Config& config, std::function<bool(std::string_view)> origin_allowed) {
    const auto& limits = config.limits;
    net::Options out;
    const auto endpoint = Endpoint::parse(config.server.listen);
    if (!endpoint) throw invalid("server.listen", "is not an address and port");
    out.address = endpoint->host;
    out.port = endpoint->port;
    out.io_threads = config.server.io_threads.count;
    if (config.server.tls) {
        out.tls_certificate = config.server.tls->certificate;
        out.tls_key = config.server.tls->key;
    }
    out.trusted_proxies = config.server.trusted_proxies;
    out.origin_allowed = std::move(origin_allowed);
    out.static_root = static_root(config);
    out.header_bytes_max = static_cast<std::uint32_t>(limits.header_bytes.bytes);
    out.header_fields_max = static_cast<std::size_t>(limits.header_fields);
    out.target_bytes_max = static_cast<std::size_t>(limits.target_bytes.bytes);
    out.body_bytes_max = static_cast<std::uint64_t>(limits.body_bytes.bytes);
    out.upload_bytes_max = config.files.upload_bytes.bytes + form_bytes_max;
    out.takes_upload = [](std::string_view method, std::string_view path) { return method == "POST" && path == upload_path; };
    out.message_bytes_max = static_cast<std::size_t>(limits.frame_bytes.bytes);
    out.outbox_bytes_max = static_cast<std::size_t>(limits.outbox_bytes.bytes);
    out.fragments_max = static_cast<std::size_t>(limits.fragments);
    out.connections_max = static_cast<std::size_t>(room_for_connections(limits.connections));
    out.header_time = limits.header_time;
    out.body_time = limits.body_time;
    out.idle_time = limits.idle_time;
    out.answer_time = limits.answer_time;
    out.sign_in_time = limits.sign_in_time;
    out.upgrade_time = limits.upgrade_time;
    out.outbox_time = limits.outbox_time;
    out.outboxes_bytes_max = static_cast<std::size_t>(limits.outboxes_bytes.bytes);
    out.bytes_per_s_min = static_cast<std::uint64_t>(limits.bytes_per_s_min.bytes);
    out.payload_bytes_max = static_cast<std::size_t>(limits.polling_bytes.bytes);
    out.payload_packets_max = static_cast<std::size_t>(limits.polling_packets);
    out.json = {static_cast<std::size_t>(limits.json_depth), static_cast<std::size_t>(limits.json_keys)};
    out.in_flight_max = static_cast<std::uint32_t>(limits.events_in_flight);
    out.bad_frames_max = static_cast<std::uint32_t>(limits.bad_events);
    out.sockets_per_address_max = static_cast<std::size_t>(limits.connections_per_address);
    out.strangers_per_address_max = static_cast<std::size_t>(limits.strangers_per_address);
    out.dead_after = config.presence.dead_after;
    out.ping_interval = out.engine_ping_interval = config.presence.dead_after * 5 / 9;
    out.engine_ping_timeout = config.presence.dead_after - out.engine_ping_interval;
    return out;
}

}  // namespace chatd::app
