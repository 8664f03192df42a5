"""Many readers at once, with hostile ones among them: what the site answers, and how long ordinary pages take."""
