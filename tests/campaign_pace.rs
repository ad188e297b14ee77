//! At Telegram's own pace, on both databases, a campaign reaches everyone once: no call is refused for coming too soon, and
//! what residents ask meanwhile is answered before the rest of the news.

use std::time::Duration;

#[path = "common/campaign.rs"]
mod campaign;
#[path = "common/engines.rs"]
#[expect(dead_code, reason = "the service opens its database itself")]
mod engines;
use campaign::{Campaign, Service, open};
use engines::postgres_url;

const RECIPIENTS: i64 = 300;
/// The first of the residents who ask; they get no news.
const ASKING: i64 = 500;
const QUESTIONS: i64 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn residents_are_answered_before_the_rest_of_the_news() {
    let postgres = postgres_url("campaign_pace").await;
    tokio::join!(keeps_the_pace(None), keeps_the_pace(Some(postgres)));
}

async fn keeps_the_pace(postgres: Option<String>) {
    let campaign = Campaign::of(RECIPIENTS, 1.0, postgres).await;
    let service = Service::start(&campaign, open(campaign.folder.path(), &campaign.url).await);
    let id = campaign.begins().await;
    let mut sent = campaign.sends_beyond(0, id).await;
    for resident in ASKING..ASKING + QUESTIONS {
        let answer = campaign.telegram.resident(resident).asks("погода на Марсі").await;
        assert!(answer.text.contains("На жаль"), "{}", answer.text);
        assert!(campaign.tally(id).await.left > 0, "the news went first");
        sent = campaign.sends_beyond(sent, id).await;
    }
    let item = campaign.ends(id, Duration::from_mins(1), |_| true).await;
    let tally = campaign.is_told_truly(&item).await;
    assert_eq!(tally.sent, campaign.size(), "{tally:?}");
    let calls = campaign.telegram.calls();
    let refused: Vec<_> = calls.iter().filter(|call| call.answer["error_code"] == 429).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert_eq!(campaign.telegram.violations(), Vec::<String>::new());
    service.stops().await;
}
