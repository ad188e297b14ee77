//! Notices: of what a harvest found followers are told; what is due to a chat comes in one message.
//!
//! Every process may do it: each step is a compare-and-set in a transaction of its own, so that it is done once.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval},
};

use crate::{
    answer::{Choice, Council},
    app::App,
    bot::{
        Settings,
        kept::Kept,
        reply::{Button, Reply},
        view,
    },
    i18n::Locale,
    news::{Audience, Difference, Kind, Saved, State},
    store::{
        answers, catalog, chats,
        news::{
            Item,
            follows::{self, Follow},
            items,
            notices::{self, Notice, Unnoticed},
            subscribers::{self, Consent, Subscriber},
        },
        outbox,
    },
    telegram::{Failure, IfUnknown, Priority, Unit},
};

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_millis(500);
/// Items whose followers are told at one look.
const ITEMS: i64 = 100;
/// Followers told in one transaction.
const FOLLOWERS: i64 = 500;
/// What comes in a digest of an item that an admin holds waits for so long, again and again.
const HELD: TimeDelta = TimeDelta::minutes(5);
/// Notices whose chats are written to in one transaction.
const TOGETHER: i64 = 50;

/// Looks after the notices of the bot `bot` for ever; `wake` hurries what is to be said.
pub(in crate::service) async fn run(
    app: App,
    settings: Arc<Settings>,
    bot: i64,
    wake: Arc<Notify>,
) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let looked = async {
            tell_followers(&app, &settings, bot).await?;
            take_back(&app, &settings, bot).await?;
            while tell_chats(&app, &settings, bot).await? {
                wake.notify_one();
            }
            Ok::<_, Failure>(())
        };
        match looked.await {
            Ok(()) | Err(Failure::Conflict) => {}
            Err(error) => tracing::error!(%error, "cannot look after notices"),
        }
    }
}

/// Makes notices of what harvests drafted, for the followers of its datasets.
async fn tell_followers(app: &App, settings: &Settings, bot: i64) -> Result<(), Failure> {
    let council = app.council.borrow().clone();
    let mut tx = app.db.read().await?;
    let items = notices::unnoticed(&mut tx, bot, ITEMS).await?;
    let version = catalog::version(&mut tx).await?;
    drop(tx);
    // A dataset's theme and holder are known once its harvest is loaded.
    if council.version() < version {
        return Ok(());
    }
    for item in items {
        if !item.digest {
            for (kind, what) in rules(&council, &item) {
                tell_of(app, settings, bot, &item, (kind, &what)).await?;
            }
        }
        let mut tx = app.db.write().await?;
        notices::noticed(&mut tx, item.id, (app.clock)()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What may be followed of an item's datasets, the most particular first: that is why a chat is told.
fn rules(council: &Council, item: &Unnoticed) -> Vec<(Kind, String)> {
    let keys: Vec<String> = serde_json::from_str(&item.datasets).unwrap_or_default();
    let mut rules: Vec<(Kind, String)> =
        keys.iter().map(|key| (Kind::Dataset, key.clone())).collect();
    let known = || keys.iter().filter_map(|key| key.parse().ok());
    let themes = known().filter_map(|key| council.theme_of(key));
    let themes: Vec<_> = themes.map(|theme| (Kind::Theme, theme.id.clone())).collect();
    let holders = known().filter_map(|key| council.dataset(key));
    rules.extend(holders.map(|entry| (Kind::Holder, entry.dataset.holder.key().to_string())));
    rules.extend(themes);
    rules
}

/// Makes notices of `item` for who follows `rule`, piece by piece.
async fn tell_of(
    app: &App,
    settings: &Settings,
    bot: i64,
    item: &Unnoticed,
    rule: (Kind, &str),
) -> Result<(), Failure> {
    let mut after = i64::MIN;
    loop {
        let mut tx = app.db.read().await?;
        let followers = follows::followers(&mut tx, bot, rule, after, FOLLOWERS).await?;
        drop(tx);
        let Some(last) = followers.last() else { return Ok(()) };
        after = last.subscriber.chat;
        let now = (app.clock)();
        let mut tx = app.db.write().await?;
        for follower in &followers {
            let subscriber = &follower.subscriber;
            let due = subscriber.rhythm.due(now, subscriber.quiet(), settings.zone);
            let whose = (subscriber.chat, follower.follow);
            notices::of_item(&mut tx, bot, whose, (item.id, item.part_of), due, now).await?;
        }
        tx.commit().await?;
    }
}

/// Messages that did not go out before their chats fell asleep wait for the morning.
async fn take_back(app: &App, settings: &Settings, bot: i64) -> Result<(), Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let asleep = notices::asleep(&mut tx, bot, now).await?;
    drop(tx);
    for (row, chat) in asleep {
        let mut tx = app.db.write().await?;
        let quiet =
            subscribers::get(&mut tx, bot, chat).await?.map(|subscriber| subscriber.quiet());
        if outbox::cancel(&mut tx, row, now).await? {
            let due = quiet.map_or(now, |quiet| quiet.awake(now, settings.zone));
            notices::untold(&mut tx, row, due).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Tells some of the chats to which something is due; false if there are none.
async fn tell_chats(app: &App, settings: &Settings, bot: i64) -> Result<bool, Failure> {
    let now = (app.clock)();
    let mut tx = app.db.read().await?;
    let due = notices::due(&mut tx, bot, now, TOGETHER).await?;
    drop(tx);
    if due.is_empty() {
        return Ok(false);
    }
    let mut unit = Unit { tx: app.db.write().await?, bot, now };
    for chat in due {
        tell(&mut unit, settings, chat).await?;
    }
    unit.tx.commit().await?;
    Ok(true)
}

/// Tells `chat` all that is due to it, in one message.
async fn tell(unit: &mut Unit, settings: &Settings, chat: i64) -> Result<(), Failure> {
    let (bot, now) = (unit.bot, unit.now);
    let due = notices::of_chat(&mut unit.tx, bot, chat, now).await?;
    let Some(subscriber) = subscribers::get(&mut unit.tx, bot, chat).await? else {
        for notice in due {
            notices::discard(&mut unit.tx, notice.id).await?;
        }
        return Ok(());
    };
    let quiet = subscriber.quiet();
    let awake = quiet.awake(now, settings.zone);
    if awake > now {
        notices::put_off(&mut unit.tx, bot, chat, awake).await?;
        return Ok(());
    }
    let chosen = chats::get(&mut unit.tx, bot, &chat.to_string()).await?.language;
    let locale = Locale::nearest(chosen.as_deref().unwrap_or(&subscriber.language));
    let follows = follows::of(&mut unit.tx, bot, chat).await?;
    let told = Chat { subscriber: &subscriber, follows: &follows, locale };
    let (mut lines, mut by) = (Vec::new(), Vec::new());
    for notice in due {
        match told.find(unit, &notice).await? {
            Found::Line(line, beside) => {
                lines.push(line);
                by.push((notice, beside));
            }
            Found::Held => notices::hold(&mut unit.tx, notice.id, now + HELD).await?,
            Found::Gone => notices::discard(&mut unit.tx, notice.id).await?,
        }
    }
    let Some((first, _)) = by.first() else { return Ok(()) };
    let mut reply = view::notices(&lines, first.id, locale);
    let mut answer = 0;
    // Several would each want buttons of their own.
    if let [(_, beside)] = &by[..] {
        answer = offer(unit, chat, beside, &mut reply).await?;
    }
    let call = reply
        .to_chat_of(chat, answer)
        .priority(Priority::News)
        .if_unknown(IfUnknown::Never)
        .not_before(now)
        .not_after(quiet.asleep(now, settings.zone));
    let row = unit.say(&call).await?;
    for (notice, _) in &by {
        if !notices::told(&mut unit.tx, notice.id, row).await? {
            return Err(Failure::Conflict);
        }
    }
    Ok(())
}

/// Puts what goes along with the one notice above the buttons of `reply`; returns the number of the answer they name.
async fn offer(
    unit: &mut Unit,
    chat: i64,
    beside: &Beside,
    reply: &mut Reply,
) -> Result<i64, Failure> {
    let (mut buttons, answer) = match beside {
        Beside::Nothing => return Ok(0),
        Beside::Item(buttons) => (buttons.clone(), 0),
        Beside::Question(kept) => {
            let json =
                serde_json::to_string(kept).map_err(|error| Failure::Other(error.to_string()))?;
            let id = answers::add(&mut unit.tx, unit.bot, chat, None, &json, unit.now).await?;
            (view::buttons(kept), id)
        }
    };
    buttons.append(&mut reply.buttons);
    reply.buttons = buttons;
    Ok(answer)
}

/// A chat that is told something.
struct Chat<'a> {
    subscriber: &'a Subscriber,
    follows: &'a [Follow],
    locale: Locale,
}

/// What goes along with a notice that comes alone.
enum Beside {
    /// Nothing.
    Nothing,
    /// What an item leads to.
    Item(Vec<Vec<Button>>),
    /// The question whose answer is another.
    Question(Box<Kept>),
}

/// What there is to be told of a notice.
enum Found {
    /// This, and what goes along.
    Line(view::Line, Beside),
    /// An admin holds it.
    Held,
    /// Nothing any more.
    Gone,
}

impl Chat<'_> {
    /// What `notice` tells.
    async fn find(&self, unit: &mut Unit, notice: &Notice) -> Result<Found, Failure> {
        let rule = notice.follow.and_then(|id| self.follows.iter().find(|rule| rule.id == id));
        if notice.follow.is_some() && rule.is_none() {
            return Ok(Found::Gone);
        }
        match (notice.news, &notice.answer) {
            (Some(news), _) => self.item(unit, news, rule).await,
            (None, Some(answer)) => self.answer(unit, answer, rule).await,
            (None, None) => Ok(Found::Gone),
        }
    }

    async fn item(
        &self,
        unit: &mut Unit,
        news: i64,
        rule: Option<&Follow>,
    ) -> Result<Found, Failure> {
        let found = items::get(&mut unit.tx, unit.bot, news).await?;
        let Some(item) = found.filter(|item| item.state != State::Recalled && !item.recall) else {
            return Ok(Found::Gone);
        };
        let follows = rule.is_some();
        let digest = (item.id, item.part_of);
        if notices::has_copy(&mut unit.tx, self.subscriber.chat, digest).await? {
            return Ok(Found::Gone);
        }
        let Some(why) = self.why(&item, rule) else { return Ok(Found::Gone) };
        // Followers are told of what a harvest found whatever admins do with it.
        if item.state == State::Paused && !follows {
            return Ok(Found::Held);
        }
        let told = view::Told::Item(item.id, item.words());
        let beside = Beside::Item(view::item_buttons(&item, self.locale));
        Ok(Found::Line(view::Line { told, why }, beside))
    }

    /// Why the chat is told of `item`: a rule, else consent; `None` if neither holds any more.
    fn why(&self, item: &Item, rule: Option<&Follow>) -> Option<String> {
        let audience = item.audience();
        let followed = audience.followed();
        let by_audience = || {
            let (kind, what) = followed?;
            self.follows.iter().find(|rule| rule.kind.name() == kind && rule.what == what)
        };
        let rule = rule.or_else(by_audience);
        let agreed = self.subscriber.consent == Consent::Given || audience == Audience::Officers;
        (rule.is_some() || (agreed && followed.is_none())).then(|| view::because(rule, self.locale))
    }

    async fn answer(
        &self,
        unit: &mut Unit,
        answer: &str,
        rule: Option<&Follow>,
    ) -> Result<Found, Failure> {
        let (Some(rule), Ok(difference)) = (rule, serde_json::from_str::<Difference>(answer))
        else {
            return Ok(Found::Gone);
        };
        let chat = self.subscriber.chat;
        let saved = follows::question(&mut unit.tx, unit.bot, chat, rule.id).await?;
        let saved = saved.and_then(|saved| serde_json::from_str::<Saved>(&saved).ok());
        let kept = saved.filter(|_| difference.is.is_some()).and_then(|saved| {
            // A question that leans on others says too little on a button.
            let [question] = &saved.plan.turns[..] else { return None };
            let choice = Choice {
                dataset: saved.plan.dataset.clone(),
                question: question.clone(),
                ..Choice::default()
            };
            let kept = Kept { locale: self.locale, near: saved.plan.near, ..Kept::default() };
            Some(Beside::Question(Box::new(Kept { choices: vec![choice], ..kept })))
        });
        let why = view::because(Some(rule), self.locale);
        let told = view::Told::Answer(rule.title.clone(), difference);
        Ok(Found::Line(view::Line { told, why }, kept.unwrap_or(Beside::Nothing)))
    }
}
