// chatd-inspect: looks at one file that somebody sent, in a process of its own with little memory and little time, which can do nothing but
// that: a file that breaks a decoder, or takes it over, breaks nothing else. chatd starts one for each upload (src/files/inspector.cpp).
//
//     chatd-inspect PIXELS_MAX EDGE STRIP < file 3> picture without its metadata 4> thumbnail
//
// Tells line by line on its standard output, each as soon as it is known, since it may be killed at the next step: `type image/jpeg`,
// `size WIDTH HEIGHT`, `pixels` (too many: the end), `stripped`, `thumbnail`, `full` (there is no room for what it writes: the end), `done`.
#include <gd.h>
#include <magic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "inspect/confinement.hpp"
#include "inspect/picture_format.hpp"

namespace {

using chatd::inspect::PictureFacts;
using Image = std::unique_ptr<gdImage, void (*)(gdImagePtr)>;

constexpr int stripped_fd = 3, thumbnail_fd = 4;
/// Beyond the size of the file: a thumbnail.
constexpr std::uint64_t written_max = 16 << 20;
constexpr int jpeg_quality = 80;

void tell(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

/// Nothing of the process is worth an orderly end.
[[noreturn]] void end(int status) { ::_exit(status); }

void write_all(int fd, const char* bytes, std::size_t size) {
    while (size > 0) {
        const auto written = ::write(fd, bytes, size);
        if (written <= 0) {
            tell("full");
            end(0);
        }
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

std::string type_of(magic_t magic, std::string_view bytes) {
    constexpr std::size_t looked_at = 8 << 20;
    const char* type = magic_buffer(magic, bytes.data(), std::min(bytes.size(), looked_at));
    const std::string found = type ? type : "application/octet-stream";
    constexpr std::size_t too_short_for_magic = 16;
    const auto readable = [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t'; };
    if (found == "application/octet-stream" && bytes.size() < too_short_for_magic && std::ranges::all_of(bytes, readable)) return "text/plain";
    return found;
}

Image decoded(const std::string& type, std::string_view bytes) {
    auto* data = const_cast<char*>(bytes.data());
    const auto size = static_cast<int>(bytes.size());
    gdImagePtr image = nullptr;
    if (type == "image/png") image = gdImageCreateFromPngPtr(size, data);
    else if (type == "image/jpeg") image = gdImageCreateFromJpegPtrEx(size, data, 1);
    else if (type == "image/gif") image = gdImageCreateFromGifPtr(size, data);
    else if (type == "image/webp") image = gdImageCreateFromWebpPtr(size, data);
    return {image, gdImageDestroy};
}

/// Turned as EXIF says (TIFF 6, orientation).
Image turned(Image image, int orientation) {
    if (orientation == 2 || orientation == 5 || orientation == 7) gdImageFlipHorizontal(image.get());
    if (orientation == 4) gdImageFlipVertical(image.get());
    const float degrees = orientation == 3 ? 180 : orientation == 6 || orientation == 7 ? 270 : orientation == 5 || orientation == 8 ? 90 : 0;
    if (degrees == 0) return image;
    return {gdImageRotateInterpolated(image.get(), degrees, 0xFFFFFF), gdImageDestroy};
}

/// A JPEG of at most `edge` by `edge`, on white.
bool make_thumbnail(const std::string& type, std::string_view bytes, const PictureFacts& facts, int edge) {
    auto image = decoded(type, bytes);
    if (!image) return false;
    const int width = gdImageSX(image.get()), height = gdImageSY(image.get()), longest = std::max({width, height, edge});
    const int small_width = std::max(1, width * edge / longest), small_height = std::max(1, height * edge / longest);
    Image small(gdImageCreateTrueColor(small_width, small_height), gdImageDestroy);
    if (!small) return false;
    gdImageFilledRectangle(small.get(), 0, 0, small_width - 1, small_height - 1, 0xFFFFFF);
    gdImageCopyResampled(small.get(), image.get(), 0, 0, 0, 0, small_width, small_height, width, height);
    image.reset();
    small = turned(std::move(small), facts.orientation);
    if (!small) return false;
    int size = 0;
    const std::unique_ptr<void, void (*)(void*)> jpeg(gdImageJpegPtr(small.get(), &size, jpeg_quality), gdFree);
    if (jpeg) write_all(thumbnail_fd, static_cast<const char*>(jpeg.get()), static_cast<std::size_t>(size));
    return jpeg != nullptr;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4 || !chatd::inspect::limit_resources()) return 2;
    const long long pixels_max = std::atoll(arguments[1]);
    const int edge = std::atoi(arguments[2]);
    const bool strip = std::string_view(arguments[3]) == "1";
    struct stat facts {};
    if (::fstat(STDIN_FILENO, &facts) != 0 || facts.st_size < 1) return 2;
    const auto size = static_cast<std::size_t>(facts.st_size);
    constexpr std::size_t mapped_max = 512u << 20;
    const auto mapped = std::min(size, mapped_max);
    void* memory = ::mmap(nullptr, mapped, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (memory == MAP_FAILED) return 2;
    const std::string_view bytes(static_cast<const char*>(memory), mapped);
    auto* const magic = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
    if (!magic || magic_load(magic, nullptr) != 0) return 3;
    gdSetErrorMethod([](int, const char*, va_list) {});
    // Before the first byte of the file is looked at.
    if (!chatd::inspect::limit_files(size + written_max) || !chatd::inspect::give_up_calls()) return 4;
    const auto type = type_of(magic, bytes);
    tell("type " + type);
    const auto picture = mapped == size && size < mapped_max / 4 ? chatd::inspect::picture_facts(type, bytes) : std::nullopt;
    if (picture) {
        if (static_cast<long long>(picture->width) * picture->height > pixels_max) {
            tell("pixels");
            end(0);
        }
        const bool lies = picture->orientation >= 5;  // as it is shown
        tell("size " + std::to_string(lies ? picture->height : picture->width) + ' ' + std::to_string(lies ? picture->width : picture->height));
        if (strip) {
            const auto bare = chatd::inspect::without_metadata(type, bytes);
            if (bare) write_all(stripped_fd, bare->data(), bare->size());
            if (bare) tell("stripped");
        }
        if (make_thumbnail(type, bytes, *picture, edge)) tell("thumbnail");
    }
    tell("done");
    end(0);
}
