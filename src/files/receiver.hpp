// One upload on its way from the socket to the disk: the multipart body is read as it comes, the file goes into a staged file, its SHA-256
// is taken on the way. The work is done on the threads of files, one piece at a time; made and awaited on the chat thread.
#pragma once
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <map>
#include <memory>
#include <string>

#include "chatd/error.hpp"
#include "chatd/task.hpp"
#include "files/incoming.hpp"
#include "hub/body.hpp"
#include "net/multipart.hpp"

struct evp_md_ctx_st;

namespace chatd::files {

/// A whole upload.
struct Received {
    std::shared_ptr<StagedFile> file;
    std::string name;                           ///< as its sender wrote it
    std::string sha256;                         ///< 32 bytes
    std::map<std::string, std::string> fields;  ///< the form's other fields
};

class Receiver final : public hub::BodySink, public std::enable_shared_from_this<Receiver> {
public:
    struct Limits {
        std::uint64_t bytes_max = 0;
        Error too_large;  ///< what is thrown past it
    };
    /// Throws `unsupported_type` when the body is no form with a boundary.
    Receiver(boost::asio::thread_pool& threads, Incoming incoming, std::string_view content_type, Limits limits);
    ~Receiver() override;

    /// Lets the body come and waits for its end. Throws Error: what is wrong with it, or `timeout` when it was cut. Once.
    Task<Received> receive(std::shared_ptr<hub::IncomingBody> body);

    void write(std::string piece, std::function<void()> taken) override;
    void end() override;
    void cut() override;

private:
    void take(std::string_view piece);
    void begin_part();
    void finish();
    /// Tells the waiting coroutine; only the first time.
    void done(std::exception_ptr failure);
    template <class Step>
    void attempt(Step step);

    boost::asio::thread_pool& threads_;
    const Incoming incoming_;
    const Limits limits_;
    const net::MultipartLimits form_;
    net::MultipartParser parser_;
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> digest_;
    Received received_;
    bool in_file_ = false;
    std::string* field_ = nullptr;  ///< the part under way, when it is no file
    std::atomic<bool> over_ = false;
    std::function<void(std::exception_ptr)> waiting_;
};

}  // namespace chatd::files
