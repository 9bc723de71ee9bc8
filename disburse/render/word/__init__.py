"""Official documents as Word files, in the layout of NĐ 30/2020; all of them are drafts.

What a document says is a record (`letters`, `reports`); how it is worded and laid out is a
template an office can edit in Word (``templates/report/*.docx``); `filling` puts the two together.
"""
