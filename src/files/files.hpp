// Files: uploads, which are streamed to the storage and belong to their uploader until a message or a ticket takes them; signed links to
// them; and the sweep of what nobody took. Owns the storage and a few threads for its blocking calls. Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <unordered_map>

#include "api/api.hpp"
#include "base/cpu_pool.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "files/clamd.hpp"
#include "files/inspector.hpp"
#include "files/links.hpp"
#include "files/receiver.hpp"
#include "files/storage.hpp"
#include "files/store.hpp"
#include "files/sweeper.hpp"
#include "files/turns.hpp"

namespace chatd::files {

struct Upload {
    std::optional<ChannelId> channel_id;
    static constexpr auto fields = describe(
        field(&Upload::channel_id, "channel_id", "Where it is going to be sent: refused at once if one may not post there.").also("session_id", "chatId"));
};
struct OnAttachment {
    AttachmentId attachment_id;
    static constexpr auto fields = describe(field(&OnAttachment::attachment_id, "attachment_id", "The file."));
};
struct Linked {
    Attachment attachment;
    static constexpr auto fields = describe(field(&Linked::attachment, "attachment", "The file, with fresh links."));
};
struct Download {
    AttachmentId attachment_id;
    std::string name, signature;
    std::int64_t expires = 0;
    Disposition as = Disposition::attachment;
    Variant of = Variant::file;
    static constexpr auto fields = describe(
        field(&Download::attachment_id, "attachment_id", "The file."), field(&Download::name, "name", "Its name."),
        field(&Download::signature, "signature", "The daemon's.", length(1, 64)), field(&Download::expires, "expires", "Until when the link is good."),
        field(&Download::as, "as", "`inline` for pictures that may be shown in place.").defaults(),
        field(&Download::of, "of", "The file, or the small picture of it.").defaults());
};

struct Candidate;

class Files {
public:
    struct Rules {
        std::filesystem::path directory;
        Rate uploading{30, std::chrono::minutes(1), 30};  ///< of one person
        std::uint64_t upload_bytes_max = 0, daily_bytes_max = 0;
        std::size_t at_once_max = 4;  ///< uploads of one person
        std::chrono::seconds staged_for = std::chrono::hours(24);
        bool limits = true;
        std::vector<std::string> types;  ///< that are taken: `image/png`, `text/*`
        Inspector inspector;
        std::optional<Clamd> clamd;
        bool unchecked = false;  ///< files are taken while the scanner does not answer
    };
    Files(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Rules rules, std::unique_ptr<Storage> storage);
    void declare(api::Api& api);
    /// Begins to sweep.
    void start();
    /// Cuts what is under way and ends the threads. After the wire has stopped.
    void stop();

    Task<store::Uploaded> upload(Call& call, Upload request);
    Task<Linked> link(Call& call, OnAttachment request);
    Task<api::Nothing> download(Call& call, Download request);

private:
    struct Place;
    struct Leftover;
    Task<> must_post(const Caller& caller, ChannelId channel);
    Task<Receiver::Limits> limits_of(const Caller& caller, const hub::IncomingBody& body);
    Task<> examine(const Caller& caller, Candidate& candidate);
    Task<Inspection> look_into(const Caller& caller, std::shared_ptr<StagedFile> file);
    Task<> scan(std::shared_ptr<StagedFile> file);

    Nursery& nursery_;
    db::Database& database_;
    const Rules rules_;
    std::unique_ptr<Storage> storage_;
    boost::asio::thread_pool threads_{2};  ///< pieces of uploads
    boost::asio::thread_pool reading_{8};  ///< pieces of downloads, which may wait for a storage that is far away
    CpuPool inspecting_{2, 256}, scanning_{4, 256};
    CpuPool slow_{3, 256};  ///< hashes, fsync, the storage
    Incoming incoming_;
    const std::shared_ptr<Turns> turns_ = std::make_shared<Turns>();  ///< to be inspected
    std::vector<std::weak_ptr<Receiver>> receivers_;
    Sweeper sweeper_;
    /// Outlives this, for what is still under way at the end.
    struct Shared {
        std::unordered_map<UserId, std::size_t> uploading;
        bool stopping = false;
    };
    const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace chatd::files
