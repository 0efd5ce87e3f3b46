#include "files/s3.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>

#include "chatd/error.hpp"
#include "chatd/log.hpp"

namespace chatd::files {
namespace {

constexpr std::string_view empty_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// Less than that for so long: the request is given up.
constexpr long slow_bytes_s = 1024, slow_s = 20;
constexpr std::size_t told_max = 2048;

struct Upload {
    int fd = -1;
    off_t at = 0;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* whole) {
    auto& upload = *static_cast<Upload*>(whole);
    const auto got = ::pread(upload.fd, into, size * count, upload.at);
    if (got < 0) return CURL_READFUNC_ABORT;
    upload.at += got;
    return static_cast<std::size_t>(got);
}
int seek(void* whole, curl_off_t to, int) {
    static_cast<Upload*>(whole)->at = to;
    return CURL_SEEKFUNC_OK;
}

struct Download {
    std::string bytes;
    std::size_t most = 0;
};
std::size_t take(char* bytes, std::size_t size, std::size_t count, void* whole) {
    auto& download = *static_cast<Download*>(whole);
    if (download.bytes.size() + size * count > download.most) return 0;
    download.bytes.append(bytes, size * count);
    return size * count;
}

/// One request at a time, on a connection that is kept.
class Request {
public:
    Request(const S3Place& place, const std::string& key) : url_(place.endpoint + '/' + place.bucket + '/' + place.prefix + key) {
        thread_local const std::unique_ptr<CURL, void (*)(CURL*)> kept(curl_easy_init(), curl_easy_cleanup);
        curl_ = kept.get();
        if (!curl_) throw unavailable("The file storage does not work right now.");
        curl_easy_reset(curl_);
        credentials_ = place.access_key + ':' + place.secret_key;
        signature_ = "aws:amz:" + place.region + ":s3";
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_USERPWD, credentials_.c_str());
        set(CURLOPT_AWS_SIGV4, signature_.c_str());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(place.connect_time.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, slow_bytes_s);
        set(CURLOPT_LOW_SPEED_TIME, slow_s);
        set(CURLOPT_WRITEFUNCTION, take);
        set(CURLOPT_WRITEDATA, &answer);
        answer.most = told_max;
    }
    ~Request() { curl_slist_free_all(headers_); }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_, option, value);
    }
    void header(const std::string& line) { headers_ = curl_slist_append(headers_, line.c_str()); }

    /// The status; 0 when there was no answer, and `why` says it.
    long run(std::string_view sha256) {
        header("x-amz-content-sha256: " + std::string(sha256));
        set(CURLOPT_HTTPHEADER, headers_);
        const auto result = curl_easy_perform(curl_);
        long status = 0;
        curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
        if (result == CURLE_OK) return status;
        why = curl_easy_strerror(result);
        return 0;
    }
    [[noreturn]] void failed(std::string_view what, long status) const {
        const bool full = status == 507 || answer.bytes.find("QuotaExceeded") != std::string::npos || answer.bytes.find("XMinioStorageFull") != std::string::npos;
        log::error("the file storage fails", {{"what", what}, {"status", status}, {"why", status ? answer.bytes.substr(0, 300) : why}});
        if (full) throw Error(Code::storage_full, "There is no room for files right now.");
        throw unavailable("The file storage does not work right now.");
    }

    Download answer;
    std::string why;

private:
    const std::string url_;
    std::string credentials_, signature_;
    CURL* curl_ = nullptr;
    curl_slist* headers_ = nullptr;
};

class S3Reader final : public Reader {
public:
    S3Reader(const S3Place& place, std::string key) : place_(place), key_(std::move(key)) {}
    std::string read(std::uint64_t from, std::size_t count) override {
        if (count == 0) return {};
        Request request(place_, key_);
        request.answer.most = count + told_max;
        const auto range = std::to_string(from) + '-' + std::to_string(from + count - 1);
        request.set(CURLOPT_RANGE, range.c_str());
        const auto status = request.run(empty_sha256);
        if (status == 404) throw not_found("There is no such file.");
        if (status != 206 && !(status == 200 && from == 0 && request.answer.bytes.size() <= count)) request.failed("GET", status);
        return std::move(request.answer.bytes);
    }

private:
    const S3Place& place_;
    const std::string key_;
};

}  // namespace

S3::S3(S3Place place) : place_(std::move(place)) {
    static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw Error(Code::internal, "libcurl cannot be used.");
}

void S3::put(const std::string& key, const StagedFile& staged, const std::string& sha256) {
    Request request(place_, key);
    Upload upload{staged.descriptor()};
    request.set(CURLOPT_UPLOAD, 1L);
    request.set(CURLOPT_READFUNCTION, give);
    request.set(CURLOPT_READDATA, &upload);
    request.set(CURLOPT_SEEKFUNCTION, seek);
    request.set(CURLOPT_SEEKDATA, &upload);
    request.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(staged.bytes()));
    request.set(CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
    const auto status = request.run(sha256);
    if (status < 200 || status > 299) request.failed("PUT", status);
}

std::unique_ptr<Reader> S3::open(const std::string& key) { return std::make_unique<S3Reader>(place_, key); }

void S3::remove(const std::string& key) {
    Request request(place_, key);
    request.set(CURLOPT_CUSTOMREQUEST, "DELETE");
    const auto status = request.run(empty_sha256);
    if ((status < 200 || status > 299) && status != 404) request.failed("DELETE", status);
}

}  // namespace chatd::files
