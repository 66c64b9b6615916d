"""Views: what one kind of page shows, as frozen values. Functions of the dataset and the day; templates only walk them."""
