"""Forms: what a page asks, as WTForms; the templates write their HTML."""
