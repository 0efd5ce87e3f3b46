// What may be a reaction: one emoji. Pure; any thread.
#pragma once
#include <string_view>

namespace chatd::messages {

inline constexpr std::size_t emoji_bytes_max = 64;

/// Whether the text is exactly one emoji: a "possible emoji" by the grammar of UTS #51 (a character with its skin tone or variation,
/// a keycap, a flag, or several joined). Code points are judged by Unicode's property Emoji; those that the blocks of pictures
/// leave open for later versions are let in.
bool is_emoji(std::string_view text);

}  // namespace chatd::messages
