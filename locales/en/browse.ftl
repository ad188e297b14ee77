# The catalogue in the bot.

# $count: datasets, an integer.
browse-all = The catalogue has { $count ->
    [one] { $count } dataset
   *[other] { $count } datasets
}
browse-themes = Choose a theme, or just ask in your own words.
browse-newest = Newest
browse-holders = By holder
browse-other = Other
browse-late = late
browse-incomplete = incomplete
browse-unreadable = unreadable
browse-back = ‹ Back
browse-up = Themes
browse-on = Next ›
# $page, $pages: which page of how many.
browse-page = Page { $page } of { $pages }
