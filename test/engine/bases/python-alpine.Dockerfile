FROM stand-in/alpine:python
COPY usr/local/ /usr/local/
CMD ["python3"]
