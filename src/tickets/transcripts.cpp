#include "tickets/transcripts.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chatd/log.hpp"
#include "tickets/transcripts_store.hpp"

namespace chatd::tickets {
namespace {

/// Of one person. A page of thousands of messages costs milliseconds of a core.
constexpr Rate downloading{30, std::chrono::minutes(1), 30};

/// How a format is written, what it is, how its file's name ends.
struct Form {
    std::string (*written)(Transcript transcript);
    const char *content_type, *ending;
};
std::string text_of(Transcript transcript) { return as_text(transcript, 0); }
std::string page_of(Transcript transcript) { return as_html(transcript); }
std::string json_of(Transcript transcript) { return to_json(transcript); }

Form form_of(TranscriptFormat format) {
    switch (format) {
        case TranscriptFormat::html: return {page_of, "text/html; charset=utf-8", ".html"};
        case TranscriptFormat::json: return {json_of, "application/json", ".json"};
        case TranscriptFormat::text: break;
    }
    return {text_of, "text/plain; charset=utf-8", ".txt"};
}

}  // namespace

void Transcripts::declare(api::Api& api) {
    api.operation("chat:transcript", *this, &Transcripts::download)
        .says("What was said in a live chat, as a file. Technicians get the private notes too, clients their own chat without them.")
        .allow(api::signed_in)
        .limit(api::per_identity(downloading))
        .answers_document("text/plain", "text/html", "application/json")
        .rest(api::get, "/api/live-chat/{channel_id}/transcript");
}

Task<api::Nothing> Transcripts::download(Call& call, GetTranscript request) {
    auto transcript = co_await database_.run(store::find_transcript, call.caller(), request.channel_id, request.transcript_id, forms_);
    const auto form = form_of(request.format);
    auto& document = call.document.emplace();
    document.text = co_await cpu_.run(form.written, std::move(transcript));
    document.content_type = form.content_type;
    document.name = "chat-" + std::to_string(request.channel_id.value) + form.ending;
    co_return api::Nothing();
}

void Transcripts::stop() {
    stopping_ = true;
    timer_.cancel();
}

Task<> Transcripts::make_due() {
    bool more = true;
    while (more && !stopping_) {
        const auto due = co_await database_.read(store::next_due);
        more = due.has_value();
        if (!due) co_return;
        std::string failure;
        try {
            co_await database_.run(store::make, *due, forms_);
            continue;
        } catch (const Error& error) {
            if (error.code == Code::unavailable) throw;  // the database is away: all wait
            failure = error.message;
        } catch (const std::exception& error) {
            failure = error.what();
        }
        log::error("a transcript could not be made; it is tried again later", {{"transcript_id", due->id}, {"what", failure}});
        co_await database_.run(store::put_off, *due);
    }
}

Task<> Transcripts::make_forever() {
    while (!stopping_) {
        try {
            co_await make_due();
        } catch (const std::exception& failure) {
            log::warning("transcripts wait", {{"what", failure.what()}});
        }
        if (stopping_) co_return;
        timer_.expires_after(looked_every);
        boost::system::error_code cut;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cut));
    }
}

}  // namespace chatd::tickets
