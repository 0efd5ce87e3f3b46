#include "tickets/markdown.hpp"

#include <cmark.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace chatd::tickets {
namespace {

struct Free {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
    void operator()(char* text) const { cmark_get_default_mem_allocator()->free(text); }
};

bool is_harmless(std::string_view url) {
    std::string scheme(url.substr(0, 8));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](unsigned char c) { return std::tolower(c); });
    return scheme.starts_with("http://") || scheme.starts_with("https://") || scheme.starts_with("mailto:");
}

/// The children take the place of their parent.
void unwrap(cmark_node* node) {
    while (auto* child = cmark_node_first_child(node)) cmark_node_insert_before(node, child);
    cmark_node_free(node);
}

void as_typed(cmark_node* node) {
    auto* text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, cmark_node_get_literal(node));
    auto* shown = text;
    if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK) {
        shown = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(shown, text);
    }
    cmark_node_replace(node, shown);
    cmark_node_free(node);
}

void picture_to_link(cmark_node* node) {
    auto* link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, cmark_node_get_url(node));
    cmark_node_insert_before(node, link);
    while (auto* child = cmark_node_first_child(node)) cmark_node_append_child(link, child);
    if (!cmark_node_first_child(link)) {
        auto* text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, cmark_node_get_url(node));
        cmark_node_append_child(link, text);
    }
    cmark_node_free(node);
}

std::string as_typed(std::string_view text) { return "<p class=\"typed\">" + escaped(text) + "</p>\n"; }

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string html_of_markdown(const std::string& text) {
    if (text.size() > markdown_bytes_max) return as_typed(text);
    const std::unique_ptr<cmark_node, Free> document(cmark_parse_document(text.data(), text.size(), CMARK_OPT_VALIDATE_UTF8));
    if (!document) return as_typed(text);
    std::vector<cmark_node*> raw, pictures, links;
    const std::unique_ptr<cmark_iter, Free> iter(cmark_iter_new(document.get()));
    for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iter.get())) {
        if (event != CMARK_EVENT_ENTER) continue;
        auto* node = cmark_iter_get_node(iter.get());
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) raw.push_back(node);
        const auto* url = type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE ? cmark_node_get_url(node) : nullptr;
        if (url && !is_harmless(url)) links.push_back(node);
        else if (url && type == CMARK_NODE_IMAGE) pictures.push_back(node);
    }
    for (auto* node : raw) as_typed(node);
    for (auto* node : pictures) picture_to_link(node);
    for (auto* node : links) unwrap(node);
    const std::unique_ptr<char, Free> html(cmark_render_html(document.get(), CMARK_OPT_DEFAULT | CMARK_OPT_HARDBREAKS));
    return html.get();
}

}  // namespace chatd::tickets
