"""A notebook on a page: what strangers wrote, as text, pictures and tables that run and load nothing."""
