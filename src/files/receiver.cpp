#include "files/receiver.hpp"

#include <openssl/evp.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chatd::files {

namespace asio = boost::asio;

namespace {

constexpr std::size_t field_bytes_max = 256, fields_max = 8;

std::string boundary_in(std::string_view content_type) {
    auto boundary = net::boundary_of(content_type);
    if (!boundary) throw Error(Code::unsupported_type, "An upload is multipart/form-data with a boundary.");
    return std::move(*boundary);
}

}  // namespace

Receiver::Receiver(asio::thread_pool& threads, Incoming incoming, std::string_view content_type, Limits limits)
    : threads_(threads), incoming_(std::move(incoming)), limits_(std::move(limits)), parser_(boundary_in(content_type), form_),
      digest_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    if (!digest_ || EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr) != 1) throw Error(Code::internal, "No SHA-256.");
}

Receiver::~Receiver() = default;

Task<Received> Receiver::receive(std::shared_ptr<hub::IncomingBody> body) {
    auto start = [this, body = std::move(body)](auto handler) mutable {
        auto home = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        waiting_ = [home, kept](std::exception_ptr failure) {
            asio::post(home, [kept, failure]() mutable { (*kept)(failure); });
        };
        body->take(shared_from_this());
    };
    using Done = void(std::exception_ptr);
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, Done>(std::move(start), asio::use_awaitable);
    co_return std::move(received_);
}

template <class Step>
void Receiver::attempt(Step step) {
    if (over_) return;
    try {
        step();
    } catch (...) {
        done(std::current_exception());
    }
}

void Receiver::write(std::string piece, std::function<void()> taken) {
    asio::post(threads_, [self = shared_from_this(), piece = std::move(piece), taken = std::move(taken)] {
        self->attempt([&] { self->take(piece); });
        if (!self->over_) taken();
    });
}

void Receiver::end() {
    asio::post(threads_, [self = shared_from_this()] { self->attempt([&] { self->finish(); }); });
}

void Receiver::cut() {
    if (!over_) done(std::make_exception_ptr(Error(Code::timeout, "The upload did not come to its end.")));
}

void Receiver::done(std::exception_ptr failure) {
    if (over_.exchange(true)) return;
    if (auto waiting = std::move(waiting_)) waiting(failure);
}

void Receiver::take(std::string_view piece) {
    while (!piece.empty()) {
        const auto item = parser_.next(piece);
        switch (item.kind) {
            case net::MultipartParser::Kind::more:
            case net::MultipartParser::Kind::end: break;
            case net::MultipartParser::Kind::part: begin_part(); break;
            case net::MultipartParser::Kind::content:
                if (in_file_) {
                    if (received_.file->bytes() + item.content.size() > limits_.bytes_max) throw Error(limits_.too_large);
                    received_.file->append(item.content);
                    EVP_DigestUpdate(digest_.get(), item.content.data(), item.content.size());
                } else if (field_) {
                    if (field_->size() + item.content.size() > field_bytes_max) throw Error(Code::too_large, "A field of the form is too long.");
                    *field_ += item.content;
                }
                break;
            case net::MultipartParser::Kind::part_end:
                in_file_ = false;
                field_ = nullptr;
                break;
        }
    }
}

void Receiver::begin_part() {
    const auto& part = parser_.part();
    if (part.name != "file") {
        if (received_.fields.size() == fields_max) throw Error(Code::too_large, "The form has too many fields.");
        if (received_.fields.contains(part.name)) throw invalid(part.name, "is there more than once");
        field_ = &received_.fields[part.name];
        return;
    }
    if (received_.file) throw invalid("file", "is there more than once; one file at a time");
    if (!part.filename) throw invalid("file", "has no file name");
    received_.name = *part.filename;
    received_.file = incoming_.make();
    in_file_ = true;
}

void Receiver::finish() {
    parser_.finish();
    if (!received_.file) throw invalid("file", "is missing");
    if (received_.file->bytes() == 0) throw invalid("file", "is empty");
    received_.sha256.resize(32);
    EVP_DigestFinal_ex(digest_.get(), reinterpret_cast<unsigned char*>(received_.sha256.data()), nullptr);
    done(nullptr);
}

}  // namespace chatd::files
