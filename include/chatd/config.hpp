// The configuration: every key with its default, in the order of config/chatd.yaml, which explains each. Read once at start and
// again on SIGHUP; plain values, made and owned by app/. An operator's defaults only: tenants, teams and chat configs override in the database.
#pragma once
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/describe.hpp"
#include "chatd/log.hpp"
#include "chatd/quantities.hpp"

namespace chatd {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

struct TlsConfig {
    std::string certificate, key;
    static constexpr auto fields = describe(field(&TlsConfig::certificate, "certificate", "PEM file: the certificate, then its chain.", length(1, 4096)),
                                            field(&TlsConfig::key, "key", "PEM file of the private key, not readable by others.", length(1, 4096)));
};

struct ServerConfig {
    std::string listen = "127.0.0.1:8080";
    std::vector<std::string> trusted_proxies;
    std::optional<TlsConfig> tls;
    ThreadCount io_threads;
    std::optional<std::string> metrics_listen, static_root;
    Milliseconds drain_delay = 0s, drain_time = 5s;
    static constexpr auto fields = describe(
        field(&ServerConfig::listen, "listen", "Address and port: 0.0.0.0:8080, [::]:8080.").defaults(),
        field(&ServerConfig::trusted_proxies, "trusted_proxies", "Addresses or networks whose X-Forwarded-For is believed.").defaults(),
        field(&ServerConfig::tls, "tls", "TLS in the process."),
        field(&ServerConfig::io_threads, "io_threads", "Threads for sockets, or auto.").defaults(),
        field(&ServerConfig::metrics_listen, "metrics_listen", "A second listener with /metrics for other hosts."),
        field(&ServerConfig::static_root, "static_root", "Folder of the browser apps."),
        field(&ServerConfig::drain_delay, "drain_delay", "After SIGTERM: not ready, still accepting.", range(0, 300)).defaults(),
        field(&ServerConfig::drain_time, "drain_time", "Then connections are closed over so long.", range(0, 300)).defaults());
};

struct DatabaseConfig {
    std::optional<Secret> url;
    std::optional<std::string> url_file;
    int pool = 4, search_pool = 2;
    Milliseconds search_time = 2s;
    static constexpr auto fields = describe(
        field(&DatabaseConfig::url, "url", "postgresql://…; without one, the daemon runs its own cluster in data_dir."),
        field(&DatabaseConfig::url_file, "url_file", "A file with the URL."),
        field(&DatabaseConfig::pool, "pool", "Connections, beside one of the journal.", range(1, 64)).defaults(),
        field(&DatabaseConfig::search_pool, "search_pool", "Connections for searches.", range(1, 64)).defaults(),
        field(&DatabaseConfig::search_time, "search_time", "A search that takes longer is refused.", range(0.1, 60)).defaults());
};

struct AuthKey {
    std::string kid;
    std::optional<Secret> secret;
    std::optional<std::string> secret_file;
    static constexpr auto fields = describe(field(&AuthKey::kid, "kid", "Name of the key, in the header of its tokens.", length(1, 64)),
                                            field(&AuthKey::secret, "secret", "At least 32 bytes.", length(32, 1024)),
                                            field(&AuthKey::secret_file, "secret_file", "A file with the secret."));
};
struct AuthConfig {
    std::vector<AuthKey> keys;
    std::optional<std::string> jwks;
    std::string audience = "chatd", issuer = "chatd";
    std::vector<std::string> trusted_issuers;
    Milliseconds access_ttl = 15min, refresh_ttl = 720h, visitor_refresh_ttl = 4320h;
    bool provision_staff = false;
    static constexpr auto fields = describe(
        field(&AuthConfig::keys, "keys", "HS256 keys; the first signs, all are believed.", items(0, 16)).defaults(),
        field(&AuthConfig::jwks, "jwks", "File with a JWK set of host platforms."),
        field(&AuthConfig::audience, "audience", "`aud` of tokens.", length(1, 256)).defaults(),
        field(&AuthConfig::issuer, "issuer", "`iss` of the daemon's own tokens.", length(1, 256)).defaults(),
        field(&AuthConfig::trusted_issuers, "trusted_issuers", "`iss` of host platforms' tokens; empty: the same as issuer.", items(0, 16)).defaults(),
        field(&AuthConfig::access_ttl, "access_ttl", "Life of an access token.", range(60, 86'400)).defaults(),
        field(&AuthConfig::refresh_ttl, "refresh_ttl", "Life of a refresh token of staff.", range(600, 34'560'000)).defaults(),
        field(&AuthConfig::visitor_refresh_ttl, "visitor_refresh_ttl", "Life of a visitor's refresh token.", range(600, 34'560'000)).defaults(),
        field(&AuthConfig::provision_staff, "provision_staff", "Unknown users of a host's tokens may become staff.").defaults());
};

/// `off` switches rate limits off (not sizes, not time-outs): for benchmarks and demonstrations.
enum class LimitsProfile : std::uint8_t { normal, off };
constexpr auto names_of(LimitsProfile) { return std::array<std::string_view, 2>{"normal", "off"}; }

struct LimitsConfig {
    LimitsProfile profile = LimitsProfile::normal;
    ByteSize header_bytes = kib(8), target_bytes = kib(4), body_bytes = kib(256), frame_bytes = kib(64), message_bytes = kib(16), polling_bytes = kib(256),
             outbox_bytes = mib(1), outboxes_bytes = mib(48), bytes_per_s_min = kib(1);
    int header_fields = 64, fragments = 64, polling_packets = 256, json_depth = 16, json_keys = 4096, events_in_flight = 256, bad_events = 20;
    Milliseconds header_time = 10s, body_time = 10s, idle_time = 15s, answer_time = 60s, sign_in_time = 10s, upgrade_time = 10s, outbox_time = 10s, recovery_time = 2min;
    int recoveries = 5'000, connections = 100'000, connections_per_user = 20, connections_per_address = 2'000, strangers_per_address = 64;
    Rate events = {50, 1s, 100}, messages = {10, 1s, 20}, joins = {60, 1min, 60}, starts = {10, 1min, 10}, uploads = {30, 1min, 30}, searches = {5, 1s, 20}, visitors = {30, 1min, 30},
         sign_ins = {10, 1min, 10};
    static constexpr auto fields = describe(
        field(&LimitsConfig::profile, "profile", "normal, or off: no rate limits.").defaults(),
        field(&LimitsConfig::header_bytes, "header_bytes", "Of an HTTP request's header.", range(1024, 1 << 20)).defaults(),
        field(&LimitsConfig::header_fields, "header_fields", "Fields of a header.", range(8, 1024)).defaults(),
        field(&LimitsConfig::target_bytes, "target_bytes", "Path and query.", range(256, 1 << 16)).defaults(),
        field(&LimitsConfig::body_bytes, "body_bytes", "Of an HTTP request's body.", range(1024, 1 << 26)).defaults(),
        field(&LimitsConfig::frame_bytes, "frame_bytes", "Of a WebSocket message.", range(1024, 1 << 26)).defaults(),
        field(&LimitsConfig::message_bytes, "message_bytes", "Of a chat message's content.", range(1, 1 << 20)).defaults(),
        field(&LimitsConfig::polling_bytes, "polling_bytes", "Of one POST of long-polling.", range(1024, 1 << 26)).defaults(),
        field(&LimitsConfig::polling_packets, "polling_packets", "Packets of one POST of long-polling.", range(1, 65'536)).defaults(),
        field(&LimitsConfig::json_depth, "json_depth", "Objects and arrays inside each other.", range(4, 64)).defaults(),
        field(&LimitsConfig::json_keys, "json_keys", "Of one JSON object.", range(16, 4096)).defaults(),
        field(&LimitsConfig::outbox_bytes, "outbox_bytes", "Waiting for a client that does not read.", range(1 << 14, 1 << 30)).defaults(),
        field(&LimitsConfig::outboxes_bytes, "outboxes_bytes", "Waiting for all such clients together.", range(1 << 20, 9e15)).defaults(),
        field(&LimitsConfig::bytes_per_s_min, "bytes_per_s_min", "Per second, of who sends or is sent something long.", range(1, 1 << 20)).defaults(),
        field(&LimitsConfig::events_in_flight, "events_in_flight", "Events of a connection that wait for an answer; then it is not read.", range(1, 65'536)).defaults(),
        field(&LimitsConfig::bad_events, "bad_events", "Malformed events in a row; then 1008.", range(0, 10'000)).defaults(),
        field(&LimitsConfig::fragments, "fragments", "Of one WebSocket message.", range(1, 1024)).defaults(),
        field(&LimitsConfig::connections, "connections", "Open at once.", range(1, 10'000'000)).defaults(),
        field(&LimitsConfig::connections_per_user, "connections_per_user", "Of one person.", range(1, 10'000)).defaults(),
        field(&LimitsConfig::connections_per_address, "connections_per_address", "Of one address, but for loopback.", range(1, 10'000'000)).defaults(),
        field(&LimitsConfig::strangers_per_address, "strangers_per_address", "Of one address, not signed in.", range(1, 10'000'000)).defaults(),
        field(&LimitsConfig::header_time, "header_time", "Until a header is whole; TLS handshake included.", range(1, 600)).defaults(),
        field(&LimitsConfig::body_time, "body_time", "For a body or a WebSocket message, beside its time at bytes_per_s_min.", range(1, 600)).defaults(),
        field(&LimitsConfig::idle_time, "idle_time", "Keep-alive between requests.", range(1, 3600)).defaults(),
        field(&LimitsConfig::answer_time, "answer_time", "For an answer; then 504.", range(1, 3600)).defaults(),
        field(&LimitsConfig::sign_in_time, "sign_in_time", "From the connection to the sign-in.", range(1, 600)).defaults(),
        field(&LimitsConfig::upgrade_time, "upgrade_time", "From long-polling to WebSocket.", range(1, 600)).defaults(),
        field(&LimitsConfig::recoveries, "recoveries", "Socket.IO connections that are gone and may be recovered.", range(0, 10'000'000)).defaults(),
        field(&LimitsConfig::recovery_time, "recovery_time", "For so long.", range(1, 86'400)).defaults(),
        field(&LimitsConfig::outbox_time, "outbox_time", "A client that reads nothing for so long is cut.", range(1, 600)).defaults(),
        field(&LimitsConfig::events, "events", "Per connection.").defaults(), field(&LimitsConfig::messages, "messages", "Per person.").defaults(),
        field(&LimitsConfig::joins, "joins", "Per person.").defaults(), field(&LimitsConfig::starts, "starts", "Chats per person.").defaults(),
        field(&LimitsConfig::uploads, "uploads", "Files per person.").defaults(),
        field(&LimitsConfig::searches, "searches", "Per person.").defaults(),
        field(&LimitsConfig::visitors, "visitors", "New visitors per address.").defaults(),
        field(&LimitsConfig::sign_ins, "sign_ins", "Sign-ins per address.").defaults());
};

struct ChatSection {
    int resume_events = 1'000;
    Milliseconds resume_within = 168h, edit_within = 15min, auto_close = 30min, reopen_within = 24h, rate_within = 168h;
    static constexpr auto fields = describe(
        field(&ChatSection::resume_events, "resume_events", "Missed events sent at a resume; more: resync.", range(1, 100'000)).defaults(),
        field(&ChatSection::resume_within, "resume_within", "Missed for longer: resync.", range(60, 31'536'000)).defaults(),
        field(&ChatSection::edit_within, "edit_within", "So long a message can be edited by its sender.", range(0, 31'536'000)).defaults(),
        field(&ChatSection::auto_close, "auto_close", "A chat in which nothing happens for so long ends. 0: never.", range(0, 31'536'000)).defaults(),
        field(&ChatSection::reopen_within, "reopen_within", "So long a client's message opens a chat that is over.", range(0, 31'536'000)).defaults(),
        field(&ChatSection::rate_within, "rate_within", "So long after its end a client rates a chat, and changes that.", range(0, 31'536'000)).defaults());
};

/// Times of routing, and the patience of who waits. Zero switches a rule off. Teams override each in their `settings`; chat configs patience.
struct QueueSection {
    Milliseconds offer_timeout = 20s, assigned_first = 30s, relax_skills_after = 120s, overflow_after = 180s, aging = 10min,
                 first_reply_after = 120s, no_answer_after = 60s, abandon_after = 120s, transfer_timeout = 120s;
    static constexpr auto fields = describe(
        field(&QueueSection::offer_timeout, "offer_timeout", "A technician has so long to answer an offer.", range(1, 3600)).defaults(),
        field(&QueueSection::assigned_first, "assigned_first", "So long a ticket's technician alone is alerted.", range(0, 86'400)).defaults(),
        field(&QueueSection::relax_skills_after, "relax_skills_after", "Then skills are not asked for any more.", range(0, 86'400)).defaults(),
        field(&QueueSection::overflow_after, "overflow_after", "Then the overflow team is alerted too.", range(0, 86'400)).defaults(),
        field(&QueueSection::aging, "aging", "Waiting so long counts as one priority more.", range(0, 31'536'000)).defaults(),
        field(&QueueSection::first_reply_after, "first_reply_after", "Who took a chat and says nothing is reminded; then it waits again.", range(0, 86'400)).defaults(),
        field(&QueueSection::no_answer_after, "no_answer_after", "Then a waiting client is asked whether to wait on.", range(0, 31'536'000)).defaults(),
        field(&QueueSection::abandon_after, "abandon_after", "A waiting client gone for so long has left.", range(0, 31'536'000)).defaults(),
        field(&QueueSection::transfer_timeout, "transfer_timeout", "A transfer that nobody takes for so long comes back.", range(0, 86'400)).defaults());
};

struct PresenceConfig {
    Milliseconds dead_after = 45s, grace = 30s;
    static constexpr auto fields = describe(
        field(&PresenceConfig::dead_after, "dead_after", "A silent connection is dead.", range(10, 600)).defaults(),
        field(&PresenceConfig::grace, "grace", "Then time to come back, before a technician is offline.", range(0, 3600)).defaults());
};

/// How a ticket gets what was said in a chat.
enum class TranscriptForm : std::uint8_t { description, update, file, link };
constexpr auto names_of(TranscriptForm) { return std::array<std::string_view, 4>{"description", "update", "file", "link"}; }
struct TicketsConfig {
    std::vector<TranscriptForm> transcript{TranscriptForm::description, TranscriptForm::update, TranscriptForm::file, TranscriptForm::link};
    ByteSize transcript_bytes = kib(64);
    static constexpr auto fields = describe(
        field(&TicketsConfig::transcript, "transcript", "description, update, file, link: any of them.", items(0, 4)).defaults(),
        field(&TicketsConfig::transcript_bytes, "transcript_bytes", "Of its text in a description or update.", range(1024, 65'536)).defaults());
};

enum class FileStorage : std::uint8_t { disk, s3 };
constexpr auto names_of(FileStorage) { return std::array<std::string_view, 2>{"disk", "s3"}; }
struct S3Config {
    std::string endpoint, region = "us-east-1", bucket, prefix, access_key;
    std::optional<Secret> secret;
    std::optional<std::string> secret_file;
    static constexpr auto fields = describe(
        field(&S3Config::endpoint, "endpoint", "https://s3.eu-central-1.amazonaws.com", length(8, 1024)),
        field(&S3Config::region, "region", "As the storage calls it.", length(1, 64)).defaults(),
        field(&S3Config::bucket, "bucket", "It must be there.", length(3, 63)),
        field(&S3Config::prefix, "prefix", "Before all keys: small letters, digits, dashes, slashes.", length(0, 200)).defaults(),
        field(&S3Config::access_key, "access_key", "Who asks.", length(1, 256)),
        field(&S3Config::secret, "secret", "Its secret key.", length(1, 1024)), field(&S3Config::secret_file, "secret_file", "A file with it."));
};
/// What becomes of files while the scanner does not answer.
enum class ScannerAway : std::uint8_t { refuse, accept };
constexpr auto names_of(ScannerAway) { return std::array<std::string_view, 2>{"refuse", "accept"}; }
struct ClamdConfig {
    std::string socket;
    Milliseconds time = 20s;
    ScannerAway unreachable = ScannerAway::refuse;
    static constexpr auto fields = describe(
        field(&ClamdConfig::socket, "socket", "A path, or an address and port.", length(1, 1024)),
        field(&ClamdConfig::time, "time", "For a scan, from its beginning to its answer.", range(1, 600)).defaults(),
        field(&ClamdConfig::unreachable, "unreachable", "refuse or accept files while it does not answer.").defaults());
};
struct FilesConfig {
    FileStorage storage = FileStorage::disk;
    std::optional<std::string> directory;
    std::optional<S3Config> s3;
    ByteSize upload_bytes = mib(25), daily_bytes = mib(250);
    int uploads_at_once = 4;
    std::vector<std::string> types = {
        "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv", "text/markdown", "text/calendar", "text/vcard", "text/xml",
        "application/json", "message/rfc822", "application/zip", "application/gzip", "application/x-tar", "application/x-7z-compressed",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation", "application/msword", "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint", "application/vnd.ms-outlook", "audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "video/mp4", "video/quicktime", "video/webm"};
    std::int64_t picture_pixels = 40'000'000;
    int thumbnail_edge = 320;
    std::optional<ClamdConfig> clamd;
    Milliseconds link_ttl = 24h, staged_for = 24h;
    static constexpr auto fields = describe(
        field(&FilesConfig::storage, "storage", "disk or s3.").defaults(),
        field(&FilesConfig::s3, "s3", "An S3-compatible storage."),
        field(&FilesConfig::types, "types", "What is taken, by content: image/png, text/*, */*.", items(1, 200)).defaults(),
        field(&FilesConfig::picture_pixels, "picture_pixels", "Of a picture; a larger one is refused.", range(1, 1'000'000'000)).defaults(),
        field(&FilesConfig::thumbnail_edge, "thumbnail_edge", "Of the small picture, in pixels.", range(16, 2048)).defaults(),
        field(&FilesConfig::clamd, "clamd", "A virus scanner."),
        field(&FilesConfig::directory, "directory", "Where files are kept; files below data_dir otherwise.", length(1, 4096)),
        field(&FilesConfig::upload_bytes, "upload_bytes", "Of one file.", range(1, 9e15)).defaults(),
        field(&FilesConfig::daily_bytes, "daily_bytes", "Of all files of one client in 24 hours.", range(1, 9e15)).defaults(),
        field(&FilesConfig::uploads_at_once, "uploads_at_once", "Of one person.", range(1, 1'000)).defaults(),
        field(&FilesConfig::link_ttl, "link_ttl", "A link is good for so long at least, and twice that at most.", range(1, 31'536'000)).defaults(),
        field(&FilesConfig::staged_for, "staged_for", "A file that is not sent, or whose message was deleted, is kept so long.", range(1, 31'536'000)).defaults());
};

struct LogConfig {
    log::Level level = log::Level::info;
    log::Format format = log::Format::json;
    static constexpr auto fields = describe(field(&LogConfig::level, "level", "debug, info, warning, error or off.").defaults(),
                                            field(&LogConfig::format, "format", "json, or text for a terminal.").defaults());
};

struct Config {
    ServerConfig server;
    DatabaseConfig database;
    std::string data_dir = "data";
    AuthConfig auth;
    LimitsConfig limits;
    ChatSection chat;
    QueueSection queue;
    FilesConfig files;
    PresenceConfig presence;
    TicketsConfig tickets;
    LogConfig log;
    static constexpr auto fields = describe(
        field(&Config::server, "server", "Listeners and threads.").defaults(), field(&Config::database, "database", "PostgreSQL.").defaults(),
        field(&Config::data_dir, "data_dir", "What the daemon keeps for itself.", length(1, 4096)).defaults(),
        field(&Config::auth, "auth", "Tokens.").defaults(), field(&Config::limits, "limits", "Sizes, times and rates.").defaults(),
        field(&Config::chat, "chat", "Running chats.").defaults(), field(&Config::queue, "queue", "How waiting chats find a technician.").defaults(),
        field(&Config::files, "files", "Uploads and where they are kept.").defaults(),
        field(&Config::presence, "presence", "Who is there.").defaults(), field(&Config::tickets, "tickets", "Tickets and transcripts.").defaults(), field(&Config::log, "log", "The log.").defaults());
};

/// One thing wrong with a configuration. `line` is 0 when it is about the whole file; `key` is a path: `auth.keys[0].kid`.
struct ConfigProblem {
    int line = 0;
    std::string key, message;
    bool operator==(const ConfigProblem&) const = default;
};
/// All that is wrong. what() has a line for each: `chatd.yaml:7: server.listen: is not a string; found 8080`. Never the value of a secret.
struct ConfigError : std::exception {
    ConfigError(std::string file, std::vector<ConfigProblem> problems);
    const char* what() const noexcept override { return text.c_str(); }
    std::string file;
    std::vector<ConfigProblem> problems;
    std::string text;
};

/// The value of an environment variable; nothing if there is none.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> process_environment(const std::string& name);

/// Reads, expands `${NAME}` and `${NAME:-default}`, checks, and fills secrets in from their files (relative ones beside the configuration).
/// Throws ConfigError. `yaml` empty gives the defaults.
Config parse_config(std::string_view yaml, const std::filesystem::path& file, const Environment& environment = process_environment);
Config load_config(const std::filesystem::path& file);

/// Keys that differ and take effect only at a restart, as paths: all but log.level and server.tls.
std::vector<std::string> restart_needed(const Config& running, const Config& wanted);

struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    /// `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every IPv4 address). Host names are not resolved: an address it must be.
    static std::optional<Endpoint> parse(std::string_view text);
    bool loopback() const;
};

/// The content of a file that only its owner and group may read, without the line feed at its end. Throws Error `invalid` that says what
/// is wrong with the file, never what is in it.
std::string read_secret_file(const std::filesystem::path& file);

/// The HS256 key that the daemon made for itself: `auth.key` in the data directory (mode 0600), made at the first call and kept.
AuthKey kept_auth_key(const std::filesystem::path& data_dir);

}  // namespace chatd
