"""Collection: what arrives from phones, pages and files is read, judged and laid out as rows."""
