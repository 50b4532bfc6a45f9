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
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolderPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; The folder of a copy that Windows knows of and that is still there, or nothing.
Var Older
; A file in the chosen folder that is not ours, or nothing.
Var Foreign

!macro FIND_OLDER
  ReadRegStr $Older HKCU "${KEY}" "InstallLocation"
  ${If} $Older != ""
  ${AndIfNot} ${FileExists} "$Older\nianbao.exe"
  ${AndIfNot} ${FileExists} "$Older\卸载.exe"
    StrCpy $Older ""
  ${EndIf}
!macroend

; Setup writes over a copy of its own, into an empty folder, and nowhere else: a folder of the office's may hold files
; of the same names. What the folder portable holds belongs to the program.
Function LookAtFolder
  !insertmacro FIND_OLDER
  StrCpy $Foreign ""
  ${If} $INSTDIR == $Older
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\nianbao.exe"
  ${AndIf} ${FileExists} "$INSTDIR\nianbao-cli.exe"
  ${AndIf} ${FileExists} "$INSTDIR\卸载.exe"
    Return
  ${EndIf}
  ClearErrors
  FindFirst $0 $1 "$INSTDIR\*.*"
  ${DoUntil} ${Errors}
    ${If} $1 != "."
    ${AndIf} $1 != ".."
    ${AndIf} $1 != "portable"
      StrCpy $Foreign $1
      ${Break}
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

Function LeaveFolderPage
  Call LookAtFolder
  ${If} $Foreign != ""
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "“$INSTDIR”里已有别的文件（如“$Foreign”），年报不和它们混在一起。$\r$\n按“确定”改为其中的“nianbao”文件夹，按“取消”另选文件夹。" IDOK +2
    Abort
    ; The page's own field says where setup goes, so the new folder is shown there and asked for once more.
    StrCpy $0 $INSTDIR 1 -1
    ${If} $0 == "\"
      StrCpy $INSTDIR $INSTDIR -1
    ${EndIf}
    FindWindow $0 "#32770" "" $HWNDPARENT
    GetDlgItem $0 $0 1019
    SendMessage $0 ${WM_SETTEXT} 0 "STR:$INSTDIR\nianbao"
    Abort
  ${EndIf}
  ${If} $Older != ""
  ${AndIf} $Older != $INSTDIR
    MessageBox MB_OKCANCEL|MB_ICONQUESTION "年报已装在“$Older”。装到“$INSTDIR”以后，那里的程序会被卸载，设置、副本和报告不动。" IDOK +2
    Abort
  ${EndIf}
FunctionEnd

; A program that runs cannot be replaced: it is asked for to be closed, and nothing has been touched by then.
!macro WAIT_UNTIL_CLOSED FOLDER PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "${FOLDER}\${PROGRAM}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "${FOLDER}\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "年报（${PROGRAM}）正开着。请保存报告、关闭年报，再按“重试”。" /SD IDCANCEL IDRETRY +2
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

; An older copy goes by its own uninstaller, which knows what it wrote: no file of it is left behind, and no second copy
; that nobody would uninstall.
Function TakeOlderAway
  ${If} $Older == ""
  ${OrIfNot} ${FileExists} "$Older\卸载.exe"
    Return
  ${EndIf}
  DetailPrint "卸载旧版本：$Older"
  ; Run in its place (_?=), or it would copy itself elsewhere and nobody could wait for it; so it cannot delete itself.
  ExecWait '"$Older\卸载.exe" /S /FILES _?=$Older'
  ${If} ${FileExists} "$Older\nianbao.exe"
    ${If} $Older != $INSTDIR
      MessageBox MB_OK|MB_ICONEXCLAMATION "不能卸载“$Older”里的旧版本，没有安装。请先在“设置—应用”里卸载年报，或仍装到那个文件夹。" /SD IDOK
      Abort "旧版本没有卸载，没有安装"
    ${EndIf}
    Return
  ${EndIf}
  Delete "$Older\卸载.exe"
  ${If} $Older != $INSTDIR
    ; Settings that lie beside the program come along; the office's own stay where they are, too.
    ${If} ${FileExists} "$Older\portable\*.*"
    ${AndIfNot} ${FileExists} "$INSTDIR\portable\*.*"
      CopyFiles /SILENT "$Older\portable" "$INSTDIR"
    ${EndIf}
    RMDir "$Older"
  ${EndIf}
FunctionEnd

Section
  ; Without questions (/S) no page has asked before.
  Call LookAtFolder
  ${If} $Foreign != ""
    Abort "“$INSTDIR”里已有别的文件（如“$Foreign”），没有安装"
  ${EndIf}
  ${If} $Older != ""
    !insertmacro WAIT_UNTIL_CLOSED "$Older" nianbao.exe
    !insertmacro WAIT_UNTIL_CLOSED "$Older" nianbao-cli.exe
  ${EndIf}
  !insertmacro NEED_RIGHTS
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR" nianbao.exe
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR" nianbao-cli.exe
  Call TakeOlderAway
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
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR" nianbao.exe
  !insertmacro WAIT_UNTIL_CLOSED "$INSTDIR" nianbao-cli.exe
  ; File by file: the folder may hold files of the office's own.
  !include "${LISTED}"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  ; With /FILES setup puts another copy in its place and goes on using shortcuts and file type; and they are not this
  ; copy's when Windows knows of another one.
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/FILES" $1
  ${If} ${Errors}
    !insertmacro FIND_OLDER
    ${If} $Older == ""
    ${OrIf} $Older == $INSTDIR
      Call un.Forget
    ${EndIf}
  ${EndIf}
SectionEnd

Function un.Forget
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
FunctionEnd

!macro TELL_EXPLORER PREFIX
Function ${PREFIX}TellExplorer
  ; SHCNE_ASSOCCHANGED: icons and double clicks follow at once.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd
!macroend
!insertmacro TELL_EXPLORER ""
!insertmacro TELL_EXPLORER "un."
