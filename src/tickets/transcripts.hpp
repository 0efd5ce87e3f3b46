// Transcripts: read, kept at each closing of a chat, logged on its ticket, downloaded. The row of a final transcript is written by the
// database with the closing, whoever closes; what is due is made here soon after, also after a crash. Chat thread only; owned by app.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api/api.hpp"
#include "base/cpu_pool.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "tickets/transcript.hpp"

namespace chatd::tickets {

using TranscriptId = Id<struct TranscriptTag>;

enum class TranscriptFormat : std::uint8_t { text, html, json };
constexpr auto names_of(TranscriptFormat) { return std::array<std::string_view, 3>{"text", "html", "json"}; }

struct GetTranscript {
    ChannelId channel_id;
    TranscriptFormat format = TranscriptFormat::text;
    std::optional<TranscriptId> transcript_id;
    static constexpr auto fields = describe(
        field(&GetTranscript::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&GetTranscript::format, "format", "text/plain, text/html or application/json.").defaults(),
        field(&GetTranscript::transcript_id, "transcript_id", "One that was kept; absent: that of the last closing, or of a running chat what has been said so far."));
};

class Transcripts {
public:
    static constexpr auto looked_every = std::chrono::seconds(2);

    Transcripts(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, CpuPool& cpu, TranscriptForms forms)
        : nursery_(nursery), database_(database), cpu_(cpu), forms_(std::move(forms)), timer_(chat_thread) {}
    void declare(api::Api& api);
    /// Makes what became due while nobody was here, and looks again and again.
    void start() { nursery_.start(make_forever()); }
    void stop();
    /// The answer is the file, `call.document`.
    Task<api::Nothing> download(Call& call, GetTranscript request);

private:
    Task<> make_forever();
    Task<> make_due();

    Nursery& nursery_;
    db::Database& database_;
    CpuPool& cpu_;
    const TranscriptForms forms_;
    boost::asio::steady_timer timer_;
    bool stopping_ = false;
};

}  // namespace chatd::tickets
