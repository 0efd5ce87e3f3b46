#include "inspect/picture_format.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace chatd::inspect {
namespace {

/// Bytes taken off the front; past the end there are none, and `good` says so.
struct Cursor {
    std::string_view left;
    bool good = true;

    std::string_view take(std::size_t count) {
        if (count > left.size()) {
            good = false;
            left = {};
            return {};
        }
        const auto out = left.substr(0, count);
        left.remove_prefix(count);
        return out;
    }
    std::uint32_t big(std::size_t count) {
        std::uint32_t out = 0;
        for (const char c : take(count)) out = out << 8U | static_cast<unsigned char>(c);
        return out;
    }
    std::uint32_t little(std::size_t count) {
        std::uint32_t out = 0;
        const auto bytes = take(count);
        for (std::size_t i = bytes.size(); i > 0; --i) out = out << 8U | static_cast<unsigned char>(bytes[i - 1]);
        return out;
    }
};

void append_little(std::string& out, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 255U);
}

/// Tag 0x0112 of the first directory of an EXIF block, from behind `Exif\0\0`.
int exif_orientation(std::string_view tiff) {
    const bool little = tiff.starts_with("II");
    if (!little && !tiff.starts_with("MM")) return 1;
    const auto number = [&](std::size_t at, std::size_t count) {
        Cursor cursor{at <= tiff.size() ? tiff.substr(at) : std::string_view()};
        return little ? cursor.little(count) : cursor.big(count);
    };
    const std::size_t directory = number(4, 4);
    const auto entries = std::min<std::size_t>(number(directory, 2), 64);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + 12 * i;
        if (number(entry, 2) != 0x0112) continue;
        const auto value = static_cast<int>(number(entry + 8, 2));
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

/// An EXIF segment that says the orientation and nothing else.
std::string orientation_segment(int orientation) {
    std::string out("\xFF\xE1\x00\x22" "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 36);
    out[29] = static_cast<char>(orientation);
    return out;
}

constexpr std::string_view exif_start("Exif\0\0", 6);

/// Calls `segment(marker, whole)` for each, from its `FF` on, entropy-coded data with its SOS; false where it is broken. `segment` returns
/// false to stop.
template <class Segment>
bool walk_jpeg(std::string_view bytes, Segment segment) {
    Cursor cursor{bytes};
    if (cursor.take(2) != "\xFF\xD8") return false;
    while (cursor.good) {
        if (cursor.take(1) != "\xFF") return false;
        while (cursor.left.starts_with('\xFF')) cursor.take(1);  // fill bytes
        const auto* start = cursor.left.data() - 1;
        const auto marker = cursor.big(1);
        if (marker == 0xD9) return true;
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8)) return false;  // restarts are of a scan, and have no length
        const auto size = cursor.big(2);
        if (size < 2) return false;
        cursor.take(size - 2);
        if (marker == 0xDA) {  // data until the next marker that is neither stuffing nor a restart
            std::size_t at = 0;
            for (;;) {
                at = cursor.left.find('\xFF', at);
                if (at == std::string_view::npos || at + 1 >= cursor.left.size()) return false;
                const auto next = static_cast<unsigned char>(cursor.left[at + 1]);
                if (next != 0 && (next < 0xD0 || next > 0xD7) && next != 0xFF) break;
                at += next == 0xFF ? 1 : 2;
            }
            cursor.take(at);
        }
        if (!cursor.good) return false;
        if (!segment(marker, std::string_view(start, static_cast<std::size_t>(cursor.left.data() - start)))) return true;
    }
    return false;
}

std::optional<PictureFacts> jpeg_facts(std::string_view bytes) {
    PictureFacts out;
    walk_jpeg(bytes, [&](std::uint32_t marker, std::string_view whole) {
        if (marker == 0xE1 && whole.substr(4).starts_with(exif_start)) out.orientation = exif_orientation(whole.substr(10));
        const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (!frame) return true;
        Cursor cursor{whole};
        cursor.take(5);
        out.height = static_cast<int>(cursor.big(2));
        out.width = static_cast<int>(cursor.big(2));
        return false;
    });
    return out;
}

std::optional<std::string> jpeg_without_metadata(std::string_view bytes) {
    std::string out("\xFF\xD8");
    const auto facts = jpeg_facts(bytes);
    if (facts->orientation != 1) out += orientation_segment(facts->orientation);
    const bool whole = walk_jpeg(bytes, [&](std::uint32_t marker, std::string_view segment) {
        const bool says = (marker >= 0xE1 && marker <= 0xEF && marker != 0xE2 && marker != 0xEE) || marker == 0xFE;
        const bool profile = marker != 0xE2 || segment.substr(4).starts_with("ICC_PROFILE");
        if (!says && profile) out += segment;
        return true;
    });
    if (!whole) return {};
    return out + "\xFF\xD9";
}

constexpr std::string_view png_start("\x89PNG\r\n\x1A\n", 8);

std::optional<std::string> png_without_metadata(std::string_view bytes) {
    Cursor cursor{bytes};
    if (cursor.take(8) != png_start) return {};
    std::string out(png_start);
    while (cursor.good) {
        const auto* start = cursor.left.data();
        const auto size = cursor.big(4);
        const auto type = cursor.take(4);
        cursor.take(static_cast<std::size_t>(size) + 4);
        if (!cursor.good || (out.size() == png_start.size() && type != "IHDR")) return {};
        constexpr std::array<std::string_view, 6> says{"eXIf", "tEXt", "zTXt", "iTXt", "tIME", "dSIG"};
        if (std::ranges::find(says, type) == says.end()) out.append(start, cursor.left.data());
        if (type == "IEND") return out;
    }
    return {};
}

std::optional<PictureFacts> webp_facts(std::string_view bytes) {
    Cursor cursor{bytes};
    cursor.take(12);
    const auto type = cursor.take(4);
    const auto length = cursor.little(4);
    cursor.left = cursor.left.substr(0, length);  // no further, whatever it says
    PictureFacts out;
    if (type == "VP8X") {
        cursor.take(4);
        out.width = static_cast<int>(cursor.little(3)) + 1;
        out.height = static_cast<int>(cursor.little(3)) + 1;
    } else if (type == "VP8L") {
        cursor.take(1);
        const auto packed = cursor.little(4);
        out.width = static_cast<int>(packed & 0x3FFFU) + 1;
        out.height = static_cast<int>(packed >> 14U & 0x3FFFU) + 1;
    } else if (type == "VP8 ") {
        cursor.take(6);
        out.width = static_cast<int>(cursor.little(2) & 0x3FFFU);
        out.height = static_cast<int>(cursor.little(2) & 0x3FFFU);
    }
    if (!cursor.good) return {};
    return out;
}

std::optional<std::string> webp_without_metadata(std::string_view bytes) {
    Cursor cursor{bytes};
    if (cursor.take(4) != "RIFF") return {};
    const auto size = cursor.little(4);
    if (size < 4 || size > cursor.left.size()) return {};
    cursor.left = cursor.left.substr(0, size);
    if (cursor.take(4) != "WEBP") return {};
    std::string chunks("WEBP");
    while (!cursor.left.empty()) {
        const auto type = cursor.take(4);
        const auto length = cursor.little(4);
        const auto body = cursor.take(length);
        if (length % 2 == 1 && !cursor.left.empty()) cursor.take(1);
        if (!cursor.good || (chunks.size() == 4 && !type.starts_with("VP8"))) return {};
        if (type == "EXIF" || type == "XMP ") continue;
        const auto at = chunks.size();
        chunks += type;
        append_little(chunks, length);
        chunks += body;
        if (length % 2 == 1) chunks += '\0';
        constexpr unsigned says_exif_and_xmp = 0x0CU;
        if (type == "VP8X" && length > 0) chunks[at + 8] = static_cast<char>(static_cast<unsigned char>(chunks[at + 8]) & ~says_exif_and_xmp);
    }
    std::string out("RIFF");
    append_little(out, static_cast<std::uint32_t>(chunks.size()));
    return out + chunks;
}

constexpr std::uint32_t gif_extension = 0x21, gif_frame = 0x2C, gif_end = 0x3B;

/// Calls `block(kind, whole)` for each, with its data; the header comes first, as of no kind. `frame(place)` is told of a frame before its data:
/// left, top, width, height. False where it is broken.
template <class Block, class Frame>
bool walk_gif(std::string_view bytes, Block block, Frame frame) {
    Cursor cursor{bytes};
    const auto* start = bytes.data();
    const auto told = [&](std::uint32_t kind) {
        if (cursor.good) block(kind, std::string_view(start, static_cast<std::size_t>(cursor.left.data() - start)));
    };
    const auto table = [&](std::uint32_t flags) {
        if (flags & 0x80U) cursor.take(std::size_t{3} << ((flags & 7U) + 1));
    };
    cursor.take(10);
    table(cursor.big(1));
    cursor.take(2);
    told(0);
    while (cursor.good) {
        start = cursor.left.data();
        const auto kind = cursor.big(1);
        if (kind == gif_end) return cursor.good;
        if (kind != gif_extension && kind != gif_frame) return false;
        if (kind == gif_frame) {
            const auto place = cursor.take(8);
            if (cursor.good) frame(Cursor{place});
            table(cursor.big(1));
        }
        cursor.take(1);
        while (cursor.good && cursor.left.substr(0, 1) != std::string_view("\0", 1)) cursor.take(cursor.big(1));
        cursor.take(1);
        told(kind);
    }
    return false;
}

/// As large as its screen, or as the frames that lie: they are what is decoded.
std::optional<PictureFacts> gif_facts(std::string_view bytes) {
    Cursor screen{bytes};
    screen.take(6);
    PictureFacts out;
    out.width = static_cast<int>(screen.little(2));
    out.height = static_cast<int>(screen.little(2));
    if (!screen.good) return {};
    const auto frame = [&](Cursor place) {
        const auto left = place.little(2), top = place.little(2);
        out.width = std::max(out.width, static_cast<int>(left + place.little(2)));
        out.height = std::max(out.height, static_cast<int>(top + place.little(2)));
    };
    walk_gif(bytes, [](std::uint32_t, std::string_view) {}, frame);
    return out;
}

std::optional<std::string> gif_without_comments(std::string_view bytes) {
    std::string out;
    const auto keep = [&](std::uint32_t kind, std::string_view block) {
        const bool comment = kind == gif_extension && block[1] == '\xFE', application = kind == gif_extension && block[1] == '\xFF';
        const auto name = application ? block.substr(3) : std::string_view();
        if (!comment && (!application || name.starts_with("NETSCAPE2.0") || name.starts_with("ANIMEXTS1.0"))) out += block;
    };
    if (!walk_gif(bytes, keep, [](Cursor) {})) return {};
    return out + static_cast<char>(gif_end);
}

}  // namespace

std::optional<PictureFacts> picture_facts(std::string_view type, std::string_view bytes) {
    std::optional<PictureFacts> out;
    Cursor cursor{bytes};
    if (type == "image/png" && bytes.starts_with(png_start) && cursor.take(16).ends_with("IHDR")) {
        const auto width = cursor.big(4);
        out = PictureFacts{static_cast<int>(std::min(width, 0x7FFFFFFFU)), static_cast<int>(std::min(cursor.big(4), 0x7FFFFFFFU))};
    } else if (type == "image/gif" && bytes.starts_with("GIF8")) {
        out = gif_facts(bytes);
    } else if (type == "image/jpeg") {
        out = jpeg_facts(bytes);
    } else if (type == "image/webp" && bytes.starts_with("RIFF")) {
        out = webp_facts(bytes);
    }
    if (!out || !cursor.good || out->width < 1 || out->height < 1) return {};
    return out;
}

std::optional<std::string> without_metadata(std::string_view type, std::string_view bytes) {
    if (type == "image/jpeg") return jpeg_without_metadata(bytes);
    if (type == "image/png") return png_without_metadata(bytes);
    if (type == "image/webp") return webp_without_metadata(bytes);
    if (type == "image/gif" && bytes.starts_with("GIF8")) return gif_without_comments(bytes);
    return {};
}

}  // namespace chatd::inspect
