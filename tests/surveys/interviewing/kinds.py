"""A questionnaire with every kind of question that a browser asks, in both languages."""

from tests.surveys.instrument.forms import workbook

SURVEY = """
|type|name|label::English (en)|label::中文 (zh)|hint::English (en)|hint::中文 (zh)|required|relevant|appearance|parameters|constraint|calculation|trigger|
|begin_group|g1|Kinds of questions|各种题型||||||||||
|text|t1|A short text|简短文字|A few words are enough.|几个字即可。|yes|||||||
|text|t2|A long text|较长文字|||||multiline|||||
|date|d1|Day of birth|出生日期|||yes|||||||
|time|ti1|When do you begin to work?|几点开始工作？||||||||||
|dateTime|dt1|Last accident at work|最近一次工伤||||||||||
|date|y1|Year you came here|来本市的年份|||||year|||||
|range|r1|How sure are you?|把握有多大？|0 = not at all, 10 = fully|0为完全没有，10为完全有|yes|||start=0 end=10 step=1||||
|range|r2|Share of your income|占收入的比例|In per cent|百分比||||start=0 end=100 step=1||||
|integer|rides1|Rides yesterday|昨天的订单数||||||||||
|integer|paid1|Paid for them, at ten each|按每单十元计算的收入||||||||${rides1} * 10|${rides1}|
|end_group|||||||||||||
|begin_group|g2|More kinds|更多题型||||||||||
|select_one likert|l1|I feel protected at work.|我觉得工作有保障。|||yes||likert|||||
|select_multiple fruit|m1|What do you need?|您需要什么？|||yes|||||||
|rank fruit|k1|Put these in order.|请排序。|||yes|||||||
|select_one fruit|s1|One from a list|从列表中选|||||minimal|||||
|acknowledge|ok1|I have read this.|我已阅读。|||yes|||||||
|geopoint|p1|Where are you?|您在哪里？||||||||||
|image|i1|A picture of your vehicle|您的车辆照片||||||||||
|barcode|b1|Code on the box|包装上的条码||||||||||
|select_one town|c1|Where do you work?|您在哪里工作？||||||||||
|note|n1|You wrote: ${t1}. Thank you!|您写的是：${t1}。谢谢！||||||||||
|end_group|||||||||||||
|begin_repeat|job|Job|工作||||||||||
|text|title|Title of the job|职务|||yes|||||||
|integer|pay|Pay|收入||||||||||
|end_repeat|||||||||||||
"""
CHOICES = """
|list_name|name|label::English (en)|label::中文 (zh)|
|likert|1|Strongly disagree|完全不同意|
|likert|2|Disagree|不同意|
|likert|3|Neither|一般|
|likert|4|Agree|同意|
|likert|5|Strongly agree|完全同意|
|fruit|a|Old-age pension|养老保险|
|fruit|b|Medical insurance|医疗保险|
|fruit|c|Employment injury insurance|工伤保险|
"""
TOWNS = "\n".join(f"|town|t{number}|Town {number}|第{number}镇|" for number in range(1, 31))
SETTINGS = """
|form_title|form_id|version|default_language|
|All kinds of questions|widgets|1|English (en)|
"""


def all_kinds():
    """The workbook."""
    return workbook(survey=SURVEY, choices=CHOICES + TOWNS, settings=SETTINGS)
