"""Prints every tag of a page with the names of its attributes, as Python's own HTML parser sees them."""
import sys
from html.parser import HTMLParser


class Tags(HTMLParser):
    def handle_starttag(self, tag, attributes):
        print(tag, *[name for name, _ in attributes])

    def handle_endtag(self, tag):
        print("/" + tag)

    def handle_comment(self, data):
        print("comment")


with open(sys.argv[1], encoding="utf-8") as page:
    Tags().feed(page.read())
