"""What a browser says about itself, in two words that its owner recognises."""

# In this order: most browsers also name those they descend from.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "MicroMessenger": "WeChat",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """Browser and system, such as “Firefox, Windows”; what is unknown is left out."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))
