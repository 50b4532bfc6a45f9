; Installs 年报 for one user without an administrator's rights. Defined by packaging/build: VERSION, FILES (what the zip
; holds), LISTED (instructions that delete each of them), ICONS, OUT.
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
!define CLASSES "Software\Classes"

Name "年报"
OutFile "${OUT}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
; Both programs carry the faces; so many megabytes back they are seen to be the same and stored once.
SetCompressorDictSize 64
InstallDir "$LOCALAPPDATA\Programs\nianbao"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "年报 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "年报"
VIAddVersionKey /LANG=2052 "FileDescription" "年报 ${VERSION} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICONS}/nianbao.ico"
!define MUI_UNICON "${ICONS}/nianbao.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\nianbao.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开年报"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs cannot be replaced: it is asked for to be closed, and nothing has been touched by then.
!macro WAIT_UNTIL_CLOSED
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\nianbao.exe"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\nianbao.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "年报正开着。请保存报告、关闭年报，再按“重试”。" /SD IDCANCEL IDRETRY +2
    Abort "年报正开着，没有继续"
  ${Loop}
!macroend

; Told once and in time, instead of asking about each file that cannot be written.
!macro NEED_RIGHTS
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\nianbao.new" w
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "不能写入“$INSTDIR”。没有管理员权限时，请用安装程序一开始给出的文件夹，或选自己的文件夹。" /SD IDOK
    Abort "不能写入 $INSTDIR，没有安装"
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\nianbao.new"
!macroend

Section
  !insertmacro NEED_RIGHTS
  !insertmacro WAIT_UNTIL_CLOSED
  SetOutPath "$INSTDIR"
  File /r "${FILES}/*"
  WriteUninstaller "$INSTDIR\卸载.exe"
  CreateShortCut "$SMPROGRAMS\年报.lnk" "$INSTDIR\nianbao.exe"
  CreateShortCut "$DESKTOP\年报.lnk" "$INSTDIR\nianbao.exe"

  WriteRegStr HKCU "${CLASSES}\nianbao.report" "" "政府信息公开年度报告"
  WriteRegStr HKCU "${CLASSES}\nianbao.report\DefaultIcon" "" "$INSTDIR\nianbao.exe,1"
  WriteRegStr HKCU "${CLASSES}\nianbao.report\shell\open\command" "" '"$INSTDIR\nianbao.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.nianbao" "" "nianbao.report"
  WriteRegStr HKCU "${CLASSES}\.nianbao" "Content Type" "application/vnd.nianbao.report"
  WriteRegStr HKCU "${CLASSES}\.nianbao\OpenWithProgids" "nianbao.report" ""

  WriteRegStr HKCU "${KEY}" "DisplayName" "年报"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\nianbao.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "nianbao"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  Call TellExplorer
SectionEnd

; Takes away what was installed and nothing else: reports, settings and copies stay, also those in a folder portable.
Section Uninstall
  !insertmacro WAIT_UNTIL_CLOSED
  ; File by file: the folder may be one of the office's own, with a folder of licences that are not these.
  !include "${LISTED}"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\年报.lnk"
  Delete "$DESKTOP\年报.lnk"
  DeleteRegKey HKCU "${CLASSES}\nianbao.report"
  DeleteRegValue HKCU "${CLASSES}\.nianbao\OpenWithProgids" "nianbao.report"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nianbao\OpenWithProgids"
  ReadRegStr $0 HKCU "${CLASSES}\.nianbao" ""
  ${If} $0 == "nianbao.report"
    DeleteRegKey HKCU "${CLASSES}\.nianbao"
  ${EndIf}
  DeleteRegKey HKCU "${KEY}"
  Call un.TellExplorer
SectionEnd

!macro TELL_EXPLORER PREFIX
Function ${PREFIX}TellExplorer
  ; SHCNE_ASSOCCHANGED: icons and double clicks follow at once.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd
!macroend
!insertmacro TELL_EXPLORER ""
!insertmacro TELL_EXPLORER "un."
