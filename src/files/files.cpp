#include "files/files.hpp"

#include <boost/asio/post.hpp>
#include <charconv>

#include "api/once.hpp"
#include "channels/store.hpp"
#include "chatd/crypto.hpp"
#include "chatd/log.hpp"
#include "files/types.hpp"
#include "net/header_values.hpp"

namespace chatd::files {

namespace asio = boost::asio;

namespace {

/// A file of the storage as an answer sends it.
class StoredSource final : public hub::BodySource, public std::enable_shared_from_this<StoredSource> {
public:
    StoredSource(asio::thread_pool& threads, Storage& storage, std::string key, std::uint64_t first, std::uint64_t count)
        : threads_(threads), storage_(storage), key_(std::move(key)), at_(first), left_(count) {}
    void next(std::function<void(std::string)> got) override {
        asio::post(threads_, [self = shared_from_this(), got = std::move(got)] { got(self->read()); });
    }

private:
    std::string read() {
        std::string piece;
        try {
            if (!reader_) reader_ = storage_.open(key_);
            piece = reader_->read(at_, static_cast<std::size_t>(std::min<std::uint64_t>(left_, storage_.piece_bytes())));
        } catch (const Error& error) {
            log::warning("a file cannot be read", {{"key", key_}, {"what", error.message}});
        }
        at_ += piece.size();
        left_ -= piece.size();
        return piece;
    }

    asio::thread_pool& threads_;
    Storage& storage_;
    const std::string key_;
    std::uint64_t at_, left_;
    std::unique_ptr<Reader> reader_;
};

bool put(Storage* storage, std::string key, std::shared_ptr<StagedFile> file, std::string sha256) {
    storage->put(key, *file, sha256);
    return true;
}

std::optional<std::string> scanned(Clamd clamd, std::shared_ptr<StagedFile> file) { return virus_in(clamd, *file); }
Inspection inspected(Inspector inspector, Incoming incoming, std::shared_ptr<StagedFile> file, bool strip) { return inspect(inspector, incoming, *file, strip); }
std::string hashed(std::shared_ptr<StagedFile> file) { return file->sha256(); }

std::optional<ChannelId> channel_field(const std::map<std::string, std::string>& fields) {
    std::optional<ChannelId> out;
    for (const auto& [name, text] : fields) {
        if (name != "channel_id" && name != "session_id" && name != "chatId") throw Error(Code::unknown_field, name + " is not known here", {{name, "is not known here"}});
        ChannelId id;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id.value);
        if (failure != std::errc() || end != text.data() + text.size() || id.value < 1) throw invalid(name, "is not an id");
        if (out && *out != id) throw invalid(name, "differs from the same under another name");
        out = id;
    }
    return out;
}

}  // namespace

/// One of the places of a person for uploads; given back at the end.
struct Files::Place {
    const std::shared_ptr<Shared> shared;
    const UserId user;
    Place(const Files& files, UserId whose) : shared(files.shared_), user(whose) {
        auto& count = shared->uploading[user];
        if (files.rules_.limits && count >= files.rules_.at_once_max) throw Error(Code::rate_limited, "Too many uploads at once.");
        ++count;
    }
    ~Place() { if (--shared->uploading[user] == 0) shared->uploading.erase(user); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
};

/// A file that was received, on its way to be one that is taken.
struct Candidate {
    std::shared_ptr<StagedFile> file, thumbnail;
    store::NewFile facts;
};

/// A row that is no staged file yet; it goes, with its bytes, unless it has become one.
struct Files::Leftover {
    Files& files;
    const std::shared_ptr<Shared> shared;
    const TenantId tenant;
    const AttachmentId id;
    bool kept = false;
    ~Leftover() { if (!kept && !shared->stopping) files.nursery_.start(files.sweeper_.discard(tenant, id)); }
};

Files::Files(asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Rules rules, std::unique_ptr<Storage> storage)
    : nursery_(nursery), database_(database), rules_(std::move(rules)), storage_(std::move(storage)), incoming_(rules_.directory / "incoming", threads_),
      sweeper_(chat_thread, nursery, database, *storage_, slow_, {incoming_.folder(), rules_.staged_for}) {}

void Files::declare(api::Api& api) {
    api.operation("files:upload", *this, &Files::upload)
        .says("Upload a file. It belongs to its uploader alone until it is sent.")
        .allow(api::signed_in)
        .limit(api::per_identity(rules_.uploading))
        .once()
        .receives_file()
        .rest(api::post, "/api/chat-upload/upload", 201);
    api.operation("files:link", *this, &Files::link)
        .says("A file that one may see, with fresh links.")
        .allow(api::signed_in)
        .repeatable("it only looks")
        .event()
        .rest(api::post, "/api/files/{attachment_id}/link");
    api.operation("files:download", *this, &Files::download)
        .says("A file, by a link that the daemon signed; in ranges if asked.")
        .allow(api::anyone)
        .sends_file()
        .rest(api::get, "/api/files/{attachment_id}/{name}");
}

void Files::start() { sweeper_.start(); }

void Files::stop() {
    shared_->stopping = true;
    sweeper_.stop();
    for (const auto& weak : receivers_)
        if (const auto receiver = weak.lock()) receiver->cut();
    incoming_.stop();
    threads_.join();
    reading_.join();
}

Task<> Files::must_post(const Caller& caller, ChannelId channel) {
    const auto standing = co_await database_.read(channels::store::standing, caller.tenant, channel, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("channel", channel.value);
    if (!standing->open) throw Error(Code::session_closed, "The chat is closed.");
    if (!standing->participant) throw Error(Code::not_participant, "You are not in this chat.");
}

/// How much of this upload is taken; refuses what is announced as more.
Task<Receiver::Limits> Files::limits_of(const Caller& caller, const hub::IncomingBody& body) {
    Receiver::Limits out{rules_.upload_bytes_max, Error(Code::too_large, "A file has at most " + std::to_string(rules_.upload_bytes_max) + " bytes.")};
    if (caller.staff()) co_return out;
    const auto spent = co_await database_.read(store::uploaded_today, caller.tenant, caller.user);
    const auto left = rules_.daily_bytes_max - std::min(rules_.daily_bytes_max, static_cast<std::uint64_t>(spent));
    if (left < out.bytes_max) out = {left, Error(Code::quota_exceeded, "You have uploaded too much today.")};
    constexpr std::uint64_t form_bytes = 16 * 1024;
    if (body.bytes && *body.bytes > out.bytes_max + form_bytes) throw Error(out.too_large);
    co_return out;
}

Task<store::Uploaded> Files::upload(Call& call, Upload request) {
    const auto caller = call.caller();
    const auto body = call.body;
    if (!body) throw Error(Code::unsupported_type, "An upload is multipart/form-data with a boundary.");
    sweeper_.must_be_ours();
    const Place place(*this, caller.user);
    if (request.channel_id) co_await must_post(caller, *request.channel_id);
    auto limits = co_await limits_of(caller, *body);
    const auto receiver = std::make_shared<Receiver>(threads_, incoming_, body->content_type, std::move(limits));
    std::erase_if(receivers_, [](const auto& weak) { return weak.expired(); });
    receivers_.push_back(receiver);
    auto received = co_await receiver->receive(body);
    const auto channel = channel_field(received.fields);
    if (channel && request.channel_id && channel != request.channel_id) throw invalid("channel_id", "differs from the one in the path");
    if (channel) co_await must_post(caller, *channel);

    Candidate candidate;
    candidate.file = std::move(received.file);
    auto& made = candidate.facts;
    made.name = net::safe_filename(received.name);
    made.sha256 = received.sha256;
    const auto asked = received.name + '\n' + to_hex(received.sha256);  // the same file, under the same name
    co_await examine(caller, candidate);
    made.size = static_cast<std::int64_t>(candidate.file->bytes());
    made.storage_key = new_storage_key();
    std::optional<std::int64_t> daily_max;
    if (!caller.staff()) daily_max = static_cast<std::int64_t>(rules_.daily_bytes_max);
    const auto id = co_await database_.run(store::announce, caller.tenant, caller.user, made, daily_max);
    Leftover leftover{*this, shared_, caller.tenant, id};
    co_await slow_.run(put, storage_.get(), made.storage_key, candidate.file, to_hex(made.sha256));
    if (candidate.thumbnail) {
        auto hash = co_await slow_.run(hashed, candidate.thumbnail);
        co_await slow_.run(put, storage_.get(), thumbnail_key(made.storage_key), candidate.thumbnail, to_hex(hash));
    }
    api::remember_request(call, asked);
    auto out = co_await api::once(call, database_, store::stage, caller.tenant, id);
    leftover.kept = true;
    co_return out;
}

/// What it is, whether it may come, and what becomes of it: a client's picture loses its metadata. Throws `unsupported_type`, `infected`, `invalid`.
Task<> Files::examine(const Caller& caller, Candidate& candidate) {
    auto& facts = candidate.facts;
    auto inspection = co_await look_into(caller, candidate.file);
    auto accepted = accept_type(inspection.type, facts.name, rules_.types);
    if (inspection.too_many_pixels) throw invalid("file", "is a picture of more than " + std::to_string(rules_.inspector.pixels_max) + " pixels");
    facts.name = std::move(accepted.name);
    facts.content_type = std::move(accepted.content_type);
    if (rules_.clamd) co_await scan(candidate.file);
    if (shown_in_place(facts.content_type) && !caller.staff()) {
        if (!inspection.stripped) throw Error(Code::unsupported_type, "The picture is damaged.");
        candidate.file = std::move(inspection.stripped);
        facts.sha256 = co_await slow_.run(hashed, candidate.file);
    }
    facts.width = inspection.width;
    facts.height = inspection.height;
    candidate.thumbnail = std::move(inspection.thumbnail);
    if (candidate.thumbnail) facts.thumbnail_bytes = static_cast<std::int64_t>(candidate.thumbnail->bytes());
}

/// One file of a person at a time, whatever they upload at once.
Task<Inspection> Files::look_into(const Caller& caller, std::shared_ptr<StagedFile> file) {
    const auto turn = co_await Turns::take(turns_, caller.user);
    auto out = co_await inspecting_.run(inspected, rules_.inspector, incoming_, file, !caller.staff());
    co_return out;
}

Task<> Files::scan(std::shared_ptr<StagedFile> file) {
    std::optional<std::string> virus;
    try {
        virus = co_await scanning_.run(scanned, *rules_.clamd, file);
    } catch (const Error&) {
        if (!rules_.unchecked) throw;
    }
    if (!virus) co_return;
    log::warning("a file with a virus was refused", {{"virus", *virus}});
    throw Error(Code::infected, "The file has a virus.", {}, R"({"virus":)" + json_quoted(*virus) + "}");
}

Task<Linked> Files::link(Call& call, OnAttachment request) {
    const auto& caller = call.caller();
    const auto found = co_await database_.read(store::find, request.attachment_id);
    if (!found || found->tenant_id != caller.tenant) throw not_found("attachment", request.attachment_id.value);
    bool visible = found->uploader_id == caller.user;
    if (!visible && found->channel_id) {
        const auto standing = co_await database_.read(channels::store::standing, caller.tenant, *found->channel_id, caller.user);
        visible = standing && standing->may_read(caller);
    }
    if (!visible) throw not_found("attachment", request.attachment_id.value);
    co_return Linked{found->attachment(request.attachment_id)};
}

Task<api::Nothing> Files::download(Call& call, Download request) {
    const Claim claim{request.attachment_id, request.expires, request.as, request.of};
    const auto nothing = not_found("file", request.attachment_id.value);
    if (!links().genuine(claim, request.signature)) throw Error(nothing);
    if (Time::now().seconds() >= request.expires) throw Error(Code::link_expired, "The link has expired; ask for a fresh one.");
    const auto found = co_await database_.read(store::find, request.attachment_id);
    const bool thumbnail = request.of == Variant::thumbnail;
    if (!found || found->name != request.name || (thumbnail && !found->thumbnail_bytes)) throw Error(nothing);
    const auto key = thumbnail ? thumbnail_key(found->storage_key) : found->storage_key;
    auto file = std::make_shared<hub::FileBody>();
    file->content_type = thumbnail ? "image/jpeg" : found->content_type;
    file->etag = '"' + found->sha256.substr(0, 32) + (thumbnail ? "-t\"" : "\"");
    file->bytes = static_cast<std::uint64_t>(thumbnail ? *found->thumbnail_bytes : found->size);
    const bool in_place = request.as == Disposition::in_place && shown_in_place(file->content_type);
    auto disposition = net::attachment_disposition(found->name);
    if (in_place) disposition.replace(0, disposition.find(';'), "inline");
    file->headers = {{"Content-Disposition", std::move(disposition)},
                     {"Content-Security-Policy", "sandbox; default-src 'none'"},
                     {"Cache-Control", "private, no-store"},
                     {"Cross-Origin-Resource-Policy", "cross-origin"},
                     {"Referrer-Policy", "no-referrer"}};
    file->read = [this, key](std::uint64_t first, std::uint64_t count) { return std::make_shared<StoredSource>(reading_, *storage_, key, first, count); };
    call.file = std::move(file);
    co_return api::Nothing();
}

}  // namespace chatd::files
