#include "conversation/ratings_store.hpp"

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/transition.hpp"

namespace chatd::conversation::store {
namespace {

using livechat::Session;
using livechat::Status;
using livechat::store::Actor;

void must_be_rateable(db::Tx& tx, const Actor& actor, const Session& session, std::chrono::seconds within) {
    if (session.status == Status::pending || session.status == Status::active) throw Error(Code::invalid_state, "The chat is not over yet.");
    if (session.status != Status::closed || !session.assigned_at) throw Error(Code::invalid_state, "Nobody had answered this chat.");
    const auto rows = db::exec(tx, R"(
        SELECT ended_at + make_interval(secs => $3) > clock_timestamp() FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2)",
                               actor.tenant, session.channel_id, within.count());
    if (!db::column<bool>(rows[0][0])) throw Error(Code::invalid_state, "It is too late to rate this chat.");
}

constexpr auto select_rating = "SELECT score, comment, created_at, updated_at FROM chat_ratings WHERE tenant_id = $1 AND channel_id = $2";

}  // namespace

Stored rate(db::Tx& tx, Actor actor, RateChat request, std::chrono::seconds within) {
    const auto [standing, session] = livechat::store::lock(tx, actor, request.channel_id);
    if (!standing.customer) throw forbidden("Only the chat's client rates it.");
    must_be_rateable(tx, actor, session, within);
    Stored out;
    out.backstage = *channels::store::backstage(tx, actor.tenant, request.channel_id);
    const auto before = db::maybe_row_as<Rating>(db::exec(tx, select_rating, actor.tenant, request.channel_id));
    if (before && before->score == request.score && before->comment == request.comment) {
        out.rating = *before;
        return out;
    }
    db::exec(tx, R"(
        INSERT INTO chat_ratings (tenant_id, channel_id, user_id, agent_id, score, comment) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, channel_id) DO UPDATE SET agent_id = $4, score = $5, comment = $6, updated_at = clock_timestamp())",
             actor.tenant, request.channel_id, actor.user, session.agent_id, request.score, request.comment);
    out.rating = *db::maybe_row_as<Rating>(db::exec(tx, select_rating, actor.tenant, request.channel_id));

    Rated event;
    event.session_id = event.chat_id = request.channel_id;
    event.channel_id = out.backstage;
    event.rating = out.rating;
    event.by = {actor.user, actor.name};
    const auto slot = db::next_slot(tx, actor.tenant, out.backstage);
    const messages::store::Note note{"rated", R"({"by":)" + to_json(event.by) + R"(,"rating":)" + to_json(out.rating) + '}',
                                     actor.name + " rated the chat: " + std::to_string(request.score) + " of 5."};
    auto message = messages::store::compose(tx, actor.tenant, out.backstage, slot, note);
    message.session_id = request.channel_id;
    message.visibility = messages::Visibility::internal;
    event.seq = out.seq = slot.seq;
    event.message = message;
    out.event = Rated::event;
    out.payload = to_json(event);
    messages::store::insert(tx, actor.tenant, message, slot, out.event, out.payload);
    return out;
}

}  // namespace chatd::conversation::store
